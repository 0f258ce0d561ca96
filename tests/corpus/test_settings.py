"""Settings: where they come from, and what is said of those that cannot be used."""

from pathlib import Path

import pytest

from corpus.encoder import CARRIED
from corpus.errors import SettingsError
from corpus.settings import load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "refdesk.toml"


def test_defaults_work_without_a_file(file: Path) -> None:
    settings = load_settings({}, file)
    assert (settings.host, settings.port, settings.embedding_model) == ("127.0.0.1", 7860, CARRIED)
    assert settings.log_questions is False
    assert settings.catalogue_path == settings.data / "catalogue.sqlite3"
    assert settings.model_path.parent == settings.models == settings.data / "models"


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text('port = 8000\nhost = "0.0.0.0"\nlog_questions = true\n')
    settings = load_settings({"REFDESK_PORT": "9000", "PATH": "/bin", "REFDESK_HOST": ""}, file)
    assert (settings.port, settings.host, settings.log_questions) == (9000, "0.0.0.0", True)


def test_only_the_environment_that_is_handed_in_counts(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_PORT", "1234")
    assert load_settings({}, file).port == 7860
    assert load_settings(file=file).port == 1234


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("REFDESK_DATE", "Did you mean REFDESK_DATA?"),
        ("REFDESK_EMBEDING_MODEL", "Did you mean REFDESK_EMBEDDING_MODEL?"),
        ("REFDESK_LOG_QUESTION", "Did you mean REFDESK_LOG_QUESTIONS?"),
        ("REFDESK_ZZZ", "REFDESK_ZZZ is not a setting of Refdesk."),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(variable: str, hint: str, file: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({variable: "1"}, file)
    assert hint in str(caught.value)
    assert variable in str(caught.value)


def test_an_unknown_name_in_the_file_is_refused_with_the_nearest(file: Path) -> None:
    file.write_text("prot = 8000\n")
    with pytest.raises(SettingsError, match=r"refdesk\.toml: 'prot' is not a setting .* Did you mean REFDESK_PORT\?"):
        load_settings({}, file)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("REFDESK_PORT", "eighty"), ("REFDESK_PORT", "70000"), ("REFDESK_PORT", "-1"), ("REFDESK_LOG_QUESTIONS", "maybe")],
)
def test_a_bad_value_is_named(variable: str, value: str, file: Path) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is '{value}': "):
        load_settings({variable: value}, file)


@pytest.mark.parametrize("words", ["port = ", "[[[", "port = 8000\nport = 8001\n"])
def test_a_broken_file_is_named(words: str, file: Path) -> None:
    file.write_text(words)
    with pytest.raises(SettingsError, match=r"refdesk\.toml cannot be read"):
        load_settings({}, file)


def test_a_file_that_is_not_text_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"refdesk\.toml cannot be read"):
        load_settings({}, file)
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match=r"refdesk\.toml cannot be read"):
        load_settings({}, file)
