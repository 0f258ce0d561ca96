"""The setting `provider:model`, read: which provider, which package talks to it, and what its key is called."""

from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of models: the package that LangChain asks it with, the extra of Refdesk that installs that package,
    the names that its key may have (the first is the usual one), and whether there has to be a key."""

    name: str
    package: str
    extra: str
    keys: tuple[str, ...]
    needs_key: bool = True


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("openai", "langchain_openai", "openai", ("OPENAI_API_KEY",)),
        Provider("anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
        Provider("google_genai", "langchain_google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
        Provider("ollama", "langchain_ollama", "ollama", ("OLLAMA_API_KEY",), needs_key=False),
    )
}


@dataclass(frozen=True, slots=True)
class Named:
    """The model that is set. `told` is the setting as it stands: what readers and operators are told."""

    told: str
    provider: Provider
    model: str
    base_url: str = ""

    @property
    def needs_key(self) -> bool:
        """A server of one's own may do without."""
        return self.provider.needs_key and not self.base_url


def named(chat_model: str, base_url: str = "") -> Named:
    """The model that the settings name.

    `provider:model`; with an address also the bare name of a model there, which is then asked by OpenAI's protocol.
    Raises SettingsError where that cannot be read, and where the provider's package is missing.
    """
    _check_address(base_url)
    name, colon, model = chat_model.strip().partition(":")
    provider = PROVIDERS.get(name) if colon else None
    if provider is None and base_url:
        provider, model = PROVIDERS["openai"], chat_model.strip()
    if provider is None:
        known = ", ".join(f"{each}:…" for each in PROVIDERS)
        raise SettingsError(
            f"REFDESK_CHAT_MODEL is '{chat_model}', which names no provider that Refdesk knows: {known}. "
            "For any other, set REFDESK_CHAT_BASE_URL to an address that speaks OpenAI's protocol."
        )
    if not model.strip() or any(character.isspace() or not character.isprintable() for character in model.strip()):
        raise SettingsError(
            f"REFDESK_CHAT_MODEL is '{chat_model}', which names no model. Write {provider.name}: and its name."
        )
    if find_spec(provider.package) is None:
        raise SettingsError(
            f"REFDESK_CHAT_MODEL is '{chat_model}', but the package that asks {provider.name} is not installed. "
            f"Run `pip install 'refdesk[{provider.extra}]'`."
        )
    return Named(chat_model.strip(), provider, model.strip(), base_url.rstrip("/"))


def _check_address(base_url: str) -> None:
    if not base_url:
        return
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable, parts = False, urlsplit("")
    if parts.username or parts.password:
        raise SettingsError("REFDESK_CHAT_BASE_URL holds a name or a password. Keys belong in REFDESK_SECRETS.")
    if not usable:
        raise SettingsError(
            f"REFDESK_CHAT_BASE_URL is '{base_url}', which is no address like http://127.0.0.1:8080/v1."
        )
