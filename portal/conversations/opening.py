"""The file of kept conversations, opened as the settings say, with what erases the overdue ones."""

from contextlib import ExitStack

from corpus.retention import Retention
from corpus.settings import Settings
from portal.conversations.file import ConversationsFile
from portal.conversations.store import Conversations


def open_conversations(settings: Settings, opened: ExitStack) -> ConversationsFile:
    """The file; `opened` closes it. Raises ConversationsUnavailable."""
    file = ConversationsFile(settings.data, kept_days=settings.conversations_kept_days)
    opened.callback(file.close)
    erase = Conversations(file).erase
    opened.callback(Retention(erase, settings.conversations_kept_days, what="conversations").close)
    return file
