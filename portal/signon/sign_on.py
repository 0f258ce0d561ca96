"""What sign-on is made of, and how it is opened: the desks of the file, and the sessions of the data folder."""

from dataclasses import dataclass

from corpus.settings import Settings
from portal.signon.desks import NO_DESKS, Desks
from portal.signon.desks_file import read_desks, read_sign_in
from portal.signon.oidc import Provider
from portal.signon.sessions import Sessions


@dataclass(frozen=True, slots=True)
class SignOn:
    """The desks whose portals sign members on, and where their sessions are kept. `provider` is with whom people sign
    in on the page itself."""

    desks: Desks
    sessions: Sessions
    provider: Provider | None = None


def desks_of(settings: Settings) -> Desks:
    """The desks of the file that the settings name, or none. Raises SettingsError for a mistake in the file."""
    return read_desks(settings.desks) if settings.desks else NO_DESKS


def open_sign_on(settings: Settings) -> SignOn | None:
    """Sign-on as the settings say; None where they name no desks file.

    Raises SettingsError for a mistake in the file, SessionsUnavailable if the sessions cannot be opened.
    """
    if settings.desks is None:
        return None
    desks, sign_in = desks_of(settings), read_sign_in(settings.desks)
    provider = Provider(sign_in) if sign_in else None
    return SignOn(desks, Sessions(settings.data), provider)
