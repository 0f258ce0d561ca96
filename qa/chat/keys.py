"""The provider's key: from the environment, else from the file of secrets, which nobody else may read."""

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from corpus.errors import SettingsError
from qa.chat.named import Named


def key_for(model: Named, environment: Mapping[str, str], secrets: Path | None) -> str:
    """The key to ask `model` with; empty where there is none and none is needed.

    Raises SettingsError where one is needed and missing, and for a file that cannot be used.
    """
    kept = read_secrets(secrets) if secrets else {}
    for source in (environment, kept):
        for name in model.provider.keys:
            if found := source.get(name, "").strip():
                return found
    if model.needs_key:
        raise SettingsError(
            f"REFDESK_CHAT_MODEL is '{model.told}', but there is no {model.provider.keys[0]}, neither in the "
            "environment nor in the file that REFDESK_SECRETS names."
        )
    return ""


def read_secrets(path: Path) -> dict[str, str]:
    """What the TOML file holds: `NAME = "value"`, a line each.

    Raises SettingsError for a file that is missing, that others may read (where there are such permissions), or that
    holds anything else. The message never quotes the file.
    """
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise SettingsError(
                    f"The file of secrets {path} can be read by others. Run `chmod 600 {path}`, "
                    "and replace the keys in it if somebody may have read them."
                )
            found = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"The file of secrets {path} cannot be read: {error.strerror}.") from error
    except ValueError:  # whose text quotes the file
        found = {"": None}
    if not all(isinstance(value, str) for value in found.values()):
        raise SettingsError(f'The file of secrets {path} must be TOML with lines like OPENAI_API_KEY = "…".')
    return found
