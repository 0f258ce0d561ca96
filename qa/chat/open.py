"""Settings → the language model, if one is set."""

import os
import time
from collections.abc import Callable, Mapping

from corpus.errors import SettingsError
from corpus.settings import Settings
from qa.chat.breaker import Breaker
from qa.chat.budgeted import BudgetedModel
from qa.chat.keys import key_for
from qa.chat.named import named
from qa.chat.provider import Provider
from qa.chat.types import Call


def open_chat(
    settings: Settings,
    *,
    environment: Mapping[str, str] | None = None,
    called: Callable[[Call], None] = lambda _call: None,
    clock: Callable[[], float] = time.monotonic,
) -> BudgetedModel | None:
    """The model that `settings` name; None where they name none. Nothing is sent, so the provider may be down.

    `environment` is where keys are looked for first (the process's own, if not given), `clock` the breaker's; `called`
    hears of every request. Raises SettingsError for a name, an address, a key or a package that is wrong or missing,
    each saying what to do.
    """
    if not settings.chat_model:
        if settings.chat_base_url:
            raise SettingsError(
                "REFDESK_CHAT_BASE_URL is set, but not REFDESK_CHAT_MODEL. Name the model there; where a server "
                "has only one, any name will do."
            )
        return None
    model = named(settings.chat_model, settings.chat_base_url)
    key = key_for(model, os.environ if environment is None else environment, settings.secrets)
    provider = Provider(model, key, settings.chat_timeout_s)
    return BudgetedModel(model.told, provider, breaker=Breaker(clock), called=called)
