"""What the contract says of each route's good response, beside the shape: in one place, so that routes stay short."""

from typing import Any

from portal.shapes.answers import AnswerShape, SearchShape
from portal.shapes.completions import CompletionShape, ModelShape, ModelsShape
from portal.shapes.conversations import ConversationShape, ConversationsShape, ShareShape, WholeConversationShape
from portal.shapes.health import AliveShape, ReadyShape
from portal.shapes.library import LibraryShape, PassageViewShape, ReferencesShape, WholeDocumentShape
from portal.shapes.lookups import LookupShape
from portal.shapes.mentions import MentionsShape

Told = dict[int | str, dict[str, Any]]

_WORDS: dict[str, Any] = {"schema": {"type": "string"}}
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_EVENT = {
    "type": "object",
    "description": "each event; `data` is JSON",
    "required": ["data"],
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
}
_EVENTS = {"text/event-stream": {"schema": _EVENT}}
_FILES = ("text/plain", "text/html", "application/x-bibtex", "application/x-research-info-systems")

ALIVE: Told = {200: {"model": AliveShape}}
READY: Told = {200: {"model": ReadyShape}, 503: {"model": ReadyShape, "description": "It cannot answer now."}}
ANSWER: Told = {200: {"model": AnswerShape, "content": _EVENTS}}
SEARCH: Told = {200: {"model": SearchShape}}
LIBRARY: Told = {200: {"model": LibraryShape}}
DOCUMENT: Told = {200: {"model": WholeDocumentShape}}
PASSAGE: Told = {200: {"model": PassageViewShape}}
LOOKUP: Told = {200: {"model": LookupShape, "content": _EVENTS}}
MENTIONS: Told = {200: {"model": MentionsShape, "content": {"text/csv": _WORDS}}}
REFERENCES: Told = {
    200: {
        "model": ReferencesShape,
        "content": {**dict.fromkeys(_FILES, _WORDS), "application/vnd.citationstyles.csl+json": {"schema": {}}},
    }
}
RECEIPT: Told = {200: {"content": {"application/json": {"schema": {"type": "object"}}, "application/pdf": _BYTES}}}
COMPLETION: Told = {200: {"model": CompletionShape, "content": _EVENTS}}
CONVERSATIONS: Told = {200: {"model": ConversationsShape}}
CONVERSATION: Told = {200: {"model": ConversationShape}}
CONVERSATION_MADE: Told = {201: {"model": ConversationShape}}
WHOLE_CONVERSATION: Told = {200: {"model": WholeConversationShape}}
_WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPORT: Told = {200: {"content": {"text/markdown": _WORDS, _WORD_FILE: _BYTES, "application/pdf": _BYTES}}}
SHARE: Told = {200: {"model": ShareShape}}
SHARE_MADE: Told = {201: {"model": ShareShape}}
MODELS: Told = {200: {"model": ModelsShape}}
MODEL: Told = {200: {"model": ModelShape}}
