"""Where the desks file says that a key or secret is: in it, in the environment, or in a file beside it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.settings import PREFIX

LARGEST_BYTES = 64 * 1024


class Strict(BaseModel):
    """A table of the desks file: no unknown key, and every value of the right type as it stands."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SecretFields(Strict):
    """A text, or where it is."""

    key: str = ""
    key_env: str = ""
    key_file: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> "SecretFields":
        if sum(map(bool, (self.key, self.key_env, self.key_file))) != 1:
            raise ValueError('give it by exactly one of key = "…", key_env = "…" and key_file = "…"')
        return self


class KeyFields(SecretFields):
    """One key of a desk, with the name that tokens may choose it by."""

    kid: Annotated[str, Field(max_length=128)] = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look: `folder` for files, `environment` for variables."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def text(self, fields: SecretFields) -> str:
        """The text itself, without white space around it. Raises ValueError with a sentence."""
        if fields.key:
            return fields.key
        if fields.key_file:
            return self.file(fields.key_file).strip()
        name = fields.key_env
        if name.upper().startswith(PREFIX):
            raise ValueError(f"variables that begin with {PREFIX} are settings; name {name} otherwise")
        if not self.environment.get(name):
            raise ValueError(f"the environment has no variable {name}; set it, or name another in key_env")
        return self.environment[name].strip()

    def file(self, name: str) -> str:
        """The content of the file `name`, which is looked for in the folder. Raises ValueError with a sentence."""
        file = self.folder / name
        try:
            if file.stat().st_size > LARGEST_BYTES:
                raise ValueError(f"{file} is too large for a key")
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise ValueError(f"{file} cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise ValueError(f"{file} is no text") from error
