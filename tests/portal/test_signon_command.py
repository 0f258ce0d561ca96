"""`python -m portal.signon`: what it prints, and how it ends."""

from pathlib import Path

import pytest
from members import SECRET
from test_desks_file import GOOD, KEY
from test_sign_in import FILE

from portal.signon.__main__ import main
from portal.signon.keyring import key_from_text
from portal.signon.sessions import FILE as SESSIONS


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desks file that the environment names, with its secrets."""
    file = tmp_path / "desks.toml"
    file.write_text(GOOD + KEY + FILE, encoding="utf-8")
    for name, value in {
        "REFDESK_DESKS": str(file), "REFDESK_DATA": str(tmp_path), "DESK_SECRET": SECRET, "LOGIN_SECRET": "s3cret",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return file


def refused(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(str(ended.value.code))


def test_check_says_what_the_file_allows(desks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"])
    said = capsys.readouterr().out
    assert said == (
        "members: framed by https://portal.example, http://localhost:8080; at most member; tokens by HS256\n"
        "On the page itself: https://login.example, by groups: library-staff is staff\n"
    )
    desks.write_text("")
    main(["check"])
    assert "There is no desk" in capsys.readouterr().out
    desks.write_text(GOOD)
    assert refused("check") == 2
    assert "desk 'members'" in capsys.readouterr().err


def test_a_new_secret_is_one_that_the_desk_takes(capsys: pytest.CaptureFixture[str]) -> None:
    made = set()
    for _ in range(3):
        main(["new-secret"])
        made.add(capsys.readouterr().out.strip())
    assert len(made) == 3
    for secret in made:
        assert key_from_text("HS256", "", secret).material == secret.encode()


def test_revoking_needs_a_desk_that_there_is_and_a_name(desks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused("revoke", "--desk", "member", "--subject", "ann") == 2
    assert "There is no desk 'member'; the desks file has members." in capsys.readouterr().err
    assert refused("revoke", "--desk", "members") == 2
    assert not (desks.parent / SESSIONS).exists()
    main(["revoke", "--subject", "editor-7"])
    main(["unrevoke", "--subject", "editor-7"])
    main(["unrevoke", "--subject", "editor-7"])
    assert capsys.readouterr().out.splitlines() == [
        "Revoked on the page itself; 0 sessions ended.",
        "No longer revoked on the page itself.",
        "Was not revoked on the page itself.",
    ]
