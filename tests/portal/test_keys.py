"""API keys: made once, kept as hashes, found, ended; and the command that does it."""

import os
import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.errors import CatalogueError, SettingsError
from corpus.settings import ROOT
from corpus.types import Tier
from portal.identity import Reader
from portal.keys import FILE, KeyRing


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / FILE)


def test_a_key_stands_for_a_reader_with_its_tier_scopes_and_desk(ring: KeyRing) -> None:
    secret, key = ring.create("website", Tier.MEMBER, ["ask", "search"], desk="portal")
    assert re.fullmatch(r"rd_[\w-]{43}", secret)
    assert ring.reader(secret) == Reader(Tier.MEMBER, f"key:{key.id}", "portal", frozenset({"ask", "search"}))
    assert KeyRing(ring.path).reader(secret) == ring.reader(secret)


def test_only_its_hash_is_kept_and_only_the_owner_reads_the_file(ring: KeyRing) -> None:
    secret, _ = ring.create("website", Tier.STAFF, ["ask"])
    kept = b"".join(path.read_bytes() for path in ring.path.parent.iterdir())
    assert secret.encode() not in kept
    assert secret.removeprefix("rd_").encode() not in kept
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600


def test_what_is_no_key_stands_for_nobody(ring: KeyRing) -> None:
    assert ring.reader("rd_" + "A" * 43) is None
    assert not ring.path.exists()
    secret, _ = ring.create("website", Tier.PUBLIC, ["ask"])
    for other in ("", "rd_", secret[:-1], secret + "A", secret.swapcase(), f" {secret}", "rd_" + "é" * 43):
        assert ring.reader(other) is None


def test_revoking_ends_a_key_at_once_in_every_process(ring: KeyRing) -> None:
    secret, key = ring.create("website", Tier.MEMBER, ["ask"])
    running = KeyRing(ring.path)
    assert running.reader(secret) is not None
    assert ring.revoke(key.id) is True
    assert running.reader(secret) is None
    assert ring.revoke(key.id) is False
    assert ring.revoke("none") is False


def test_a_key_ends_when_its_time_is_over(ring: KeyRing) -> None:
    secret, key = ring.create("website", Tier.MEMBER, ["ask"], expires_after=timedelta(days=1))
    assert ring.reader(secret) is not None
    assert key.expires_at is not None
    assert key.works(key.expires_at - timedelta(seconds=1))
    assert not key.works(key.expires_at)
    past, _ = ring.create("website", Tier.MEMBER, ["ask"], expires_after=timedelta(seconds=-1))
    assert ring.reader(past) is None


@pytest.mark.parametrize("scopes", [[], ["ask", "people"], [""], ["Ask"]])
def test_a_key_needs_scopes_that_there_are(ring: KeyRing, scopes: list[str]) -> None:
    with pytest.raises(SettingsError, match="ask, search, lookup"):
        ring.create("website", Tier.PUBLIC, scopes)


def test_the_day_of_the_last_use_is_kept_and_no_more(ring: KeyRing) -> None:
    secret, _ = ring.create("website", Tier.PUBLIC, ["ask"])
    assert ring.listed()[0].used_on == ""
    ring.reader(secret)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", ring.listed()[0].used_on)


def test_a_file_that_is_none_is_an_error_and_no_open_door(ring: KeyRing) -> None:
    ring.path.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(CatalogueError, match="cannot be read"):
        ring.reader("rd_" + "A" * 43)


def command(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal.keys", *arguments], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "REFDESK_DATA": str(data)}, timeout=60, check=False,
    )  # fmt: skip


def test_the_command_makes_lists_and_revokes(tmp_path: Path) -> None:
    made = command(
        tmp_path, "create", "--name", "the website", "--tier", "member", "--scope", "ask,lookup", "--expires", "90d"
    )
    secret = made.stdout.strip()
    reader = KeyRing(tmp_path / FILE).reader(secret)
    assert reader is not None
    assert (reader.tier, reader.scopes) == (Tier.MEMBER, frozenset({"ask", "lookup"}))
    listed = command(tmp_path, "list").stdout
    assert "the website" in listed
    assert "member ask,lookup" in listed
    assert secret not in listed
    id = listed.split()[0]
    assert command(tmp_path, "revoke", id).stdout == f"Key {id} is revoked.\n"
    assert KeyRing(tmp_path / FILE).reader(secret) is None
    assert f"{id} revoked" in command(tmp_path, "list").stdout
    again = command(tmp_path, "revoke", id)
    assert (again.returncode, again.stdout) == (2, "")
    assert "no key" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["--tier", "board"], "board"), (["--scope", "write"], "write"), (["--expires", "soon"], "soon")],
)
def test_the_command_says_what_it_cannot_use(tmp_path: Path, arguments: list[str], named: str) -> None:
    done = command(tmp_path, "create", "--name", "x", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr
    assert not (tmp_path / FILE).exists()
