"""The settings of a Refdesk, read once, in the entry points: `refdesk.toml`, then the environment (`REFDESK_…`)."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_dir
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from corpus.encoder import CARRIED, model_folder
from corpus.errors import SettingsError

PREFIX = "REFDESK_"
ROOT = Path(__file__).resolve().parent.parent


def default_data() -> Path:
    """`.refdesk/` beside `app.py` in a checkout; the user's own data folder for an installed wheel."""
    return ROOT / ".refdesk" if (ROOT / "pyproject.toml").exists() else Path(user_data_dir("refdesk", appauthor=False))


class Settings(BaseSettings):
    """What can be set; every default works on a laptop without a network."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    data: Path = Field(default_factory=default_data, description="folder of the catalogue and the indexes")
    host: str = Field(default="127.0.0.1", description="address that the app listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="port that the app listens on")
    public_url: str = Field(default="", description="where readers reach the app, if not at host and port")
    embedding_model: str = Field(default=CARRIED, description="carried model, model folder or hub name")
    reader: str = Field(default="", description="folder or hub name of another reader than the carried one")
    chat_model: str = Field(default="", description="language model that writes prose, as `provider:model`, if any")
    chat_base_url: str = Field(default="", description="address of that model's server, if not its provider's own")
    chat_timeout_s: float = Field(default=30.0, gt=0, le=600, description="seconds within which prose must be written")
    chat_max_tokens: int = Field(default=700, ge=50, le=8000, description="tokens that an answer in prose may take")
    secrets: Path | None = Field(default=None, description='file of keys (`OPENAI_API_KEY = "…"`), if any')
    unsupported: Literal["hold", "strike"] = Field(
        default="hold", description="what is done with sentences that no source supports: `hold` back or `strike` out"
    )
    quotes_only: bool = Field(default=False, description="never write prose, also where there is a model")
    entailment_model: str = Field(default="", description="folder or hub name of a model that checks prose, if any")
    chroma_url: str = Field(default="", description="a Chroma server instead of the embedded store")
    desks: Path | None = Field(default=None, description="file of the portals whose members sign on here, if any")
    receipt_key: str = Field(default="", description="key that signs answer receipts, if any", repr=False)
    log_questions: bool = Field(default=False, description="keep the text of questions with the record of answers")
    questions_kept_days: int = Field(default=90, ge=1, le=36_500, description="days after which that text is erased")
    conversations_kept_days: int = Field(
        default=365, ge=1, le=36_500, description="days after which a kept conversation that has not grown is erased"
    )
    tell_of_more: bool = Field(default=False, description="tell how many documents above a reader's tier answer too")
    proxy: str = Field(default="", description="addresses or networks of the proxy that is believed, if any")
    metrics_port: int = Field(default=0, ge=0, le=65535, description="port of this machine for metrics; 0 for none")

    @field_validator("reader", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, Path) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed in: `load_settings` reads the environment, so that unknown names are noticed."""
        return (init_settings,)

    @property
    def catalogue_path(self) -> Path:
        """The SQLite file that is the truth."""
        return self.data / "catalogue.sqlite3"

    @property
    def models(self) -> Path:
        """Where converted embedding models lie."""
        return self.data / "models"

    @property
    def model_path(self) -> Path:
        """The folder of the embedding model that is set, once ingest has made it."""
        return model_folder(self.models, self.embedding_model)


def load_settings(environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """The settings from `file` (default `refdesk.toml` in the working directory, if there) and the environment.

    Raises SettingsError for a name that is not a setting, suggesting the nearest, and for a value that cannot be used.
    """
    environment = os.environ if environment is None else environment
    file = file or Path("refdesk.toml")
    values: dict[str, Any] = {}
    if file.exists():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(f"{file} cannot be read: {error}.") from error
        for name in values:
            _check_name(name, f"{file}: '{name}'")
    for variable, value in environment.items():
        if variable.upper().startswith(PREFIX):
            name = variable[len(PREFIX) :].lower()
            _check_name(name, variable)
            if value:
                values[name] = value
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"{PREFIX}{name.upper()} is '{values.get(name)}': {first['msg']}.") from error


def _check_name(name: str, shown: str) -> None:
    if name in Settings.model_fields:
        return
    near = difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=0.4)
    hint = f" Did you mean {PREFIX}{near[0].upper()}?" if near else ""
    raise SettingsError(f"{shown} is not a setting of Refdesk.{hint}")
