"""Sessions, tickets and revoked members in their file: what lasts, what ends, and what is kept of it."""

import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from members import SECRET

from corpus.settings import ROOT
from corpus.types import Tier
from portal.signon.errors import Refused, SessionsUnavailable
from portal.signon.sessions import FILE, LIFE_S, TICKET_LIFE_S, Opened, Sessions


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Iterator[Sessions]:
    opened = Sessions(tmp_path, clock=clock)
    yield opened
    opened.close()


NUMBERS = itertools.count()


def opened(
    sessions: Sessions, tier: Tier = Tier.MEMBER, name: str = "ann", replaces: str = "", desk: str = "d"
) -> Opened:
    """A session for a new token of that member."""
    token_id = f"token-{next(NUMBERS):010}"
    return sessions.exchange(desk, sessions.subject(desk, name), tier, token_id, replaces)


def is_good(sessions: Sessions, secret: str) -> bool:
    try:
        return bool(sessions.find(secret))
    except Refused:
        return False


def test_a_session_lasts_ten_minutes(sessions: Sessions, clock: Clock) -> None:
    secret = opened(sessions).secret
    clock.now += LIFE_S - 1
    assert sessions.find(secret).tier is Tier.MEMBER
    clock.now += 1
    assert not is_good(sessions, secret)


def test_a_new_token_replaces_the_session_with_its_tier(sessions: Sessions) -> None:
    first = opened(sessions, Tier.MEMBER)
    second = opened(sessions, Tier.STAFF, replaces=first.secret)
    assert not is_good(sessions, first.secret)
    assert sessions.find(second.secret).tier is Tier.STAFF
    third = opened(sessions, Tier.PUBLIC, replaces=second.secret)
    assert sessions.find(third.secret).tier is Tier.PUBLIC


def test_a_lower_tier_counts_for_every_session_of_the_member_at_once(sessions: Sessions) -> None:
    elsewhere, stranger = opened(sessions, Tier.STAFF), opened(sessions, Tier.STAFF, "bob")
    other_desk = opened(sessions, Tier.STAFF, desk="e")
    opened(sessions, Tier.PUBLIC)
    assert sessions.find(elsewhere.secret).tier is Tier.PUBLIC
    assert sessions.find(stranger.secret).tier is Tier.STAFF
    assert sessions.find(other_desk.secret).tier is Tier.STAFF
    opened(sessions, Tier.STAFF)
    assert sessions.find(elsewhere.secret).tier is Tier.PUBLIC


def test_nobody_replaces_the_session_of_another(sessions: Sessions) -> None:
    ann = opened(sessions, name="ann")
    bob = opened(sessions, name="bob", replaces=ann.secret)
    assert is_good(sessions, ann.secret)
    assert sessions.find(ann.secret).subject != sessions.find(bob.secret).subject


def test_a_ticket_opens_one_cookie_beside_its_session(sessions: Sessions, clock: Clock) -> None:
    bearer = opened(sessions, Tier.STAFF)
    word = sessions.ticket(bearer.secret)
    clock.now += TICKET_LIFE_S - 1
    cookie = sessions.redeem(word)
    assert (cookie.session.kind, cookie.session.tier) == ("cookie", Tier.STAFF)
    assert cookie.session.subject == bearer.session.subject
    assert cookie.session.expires_at == bearer.session.expires_at
    with pytest.raises(Refused):
        sessions.redeem(word)
    with pytest.raises(Refused):
        sessions.ticket(cookie.secret)


def test_a_ticket_is_good_for_half_a_minute_and_while_its_session_is(sessions: Sessions, clock: Clock) -> None:
    bearer = opened(sessions)
    late, ended = sessions.ticket(bearer.secret), sessions.ticket(bearer.secret)
    clock.now += TICKET_LIFE_S
    with pytest.raises(Refused):
        sessions.redeem(late)
    clock.now -= TICKET_LIFE_S
    sessions.end(bearer.secret)
    for word in (late, ended, "", "made up", bearer.secret):
        with pytest.raises(Refused):
            sessions.redeem(word)


def test_cookies_follow_their_session(sessions: Sessions, clock: Clock) -> None:
    bearer = opened(sessions, Tier.STAFF)
    cookie = sessions.redeem(sessions.ticket(bearer.secret))
    clock.now += LIFE_S - 1
    renewed = opened(sessions, Tier.MEMBER, replaces=bearer.secret)
    clock.now += 2
    assert sessions.find(cookie.secret).tier is Tier.MEMBER
    sessions.end(renewed.secret)
    assert not is_good(sessions, cookie.secret)


def test_a_cookie_ends_alone(sessions: Sessions) -> None:
    bearer = opened(sessions)
    cookie = sessions.redeem(sessions.ticket(bearer.secret))
    sessions.end(cookie.secret)
    assert not is_good(sessions, cookie.secret)
    assert is_good(sessions, bearer.secret)


def test_a_revoked_member_is_out_at_once_and_stays_out(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    bearer, other = opened(sessions), opened(sessions, name="bob")
    word = sessions.ticket(bearer.secret)
    cookie = sessions.redeem(sessions.ticket(bearer.secret))
    settings = tmp_path / "desks.toml"
    settings.write_text(
        '[desks.d]\ntitle = "D"\norigins = []\ntier_at_most = "member"\nissuer = "i"\naudience = "a"\n'
        'algorithm = "HS256"\nkeys = [{key_env = "NOT_SET_AT_THIS_TERMINAL"}]\n'
    )

    def ran(*words: str) -> str:
        environment = {**os.environ, "REFDESK_DATA": str(tmp_path), "REFDESK_DESKS": str(settings)}
        command = [sys.executable, "-m", "portal.signon", *words, "--desk", "d", "--subject", "ann"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    assert ran("revoke") == "Revoked at desk 'd'; 2 sessions ended.\n"
    assert not is_good(sessions, bearer.secret)
    assert not is_good(sessions, cookie.secret)
    assert is_good(sessions, other.secret)
    with pytest.raises(Refused):
        sessions.redeem(word)
    for _ in range(2):
        with pytest.raises(Refused, match="revoked"):
            opened(sessions)
        sessions.close()
        sessions = Sessions(tmp_path)
    assert ran("unrevoke") == "No longer revoked at desk 'd'.\n"
    assert is_good(sessions, opened(sessions).secret)
    sessions.close()


def test_revoking_counts_every_session_however_they_hang_together(sessions: Sessions) -> None:
    for number in range(12):
        bearer = opened(sessions, name=f"member {number}")
        sessions.redeem(sessions.ticket(bearer.secret))
        sessions.redeem(sessions.ticket(bearer.secret))
        assert sessions.revoke("d", f"member {number}") == 3
    assert rows(sessions)["sessions"] == 0


def test_a_token_of_a_revoked_member_is_burnt_too(sessions: Sessions) -> None:
    subject = sessions.subject("d", "ann")
    sessions.revoke("d", "ann")
    with pytest.raises(Refused, match="revoked"):
        sessions.exchange("d", subject, Tier.MEMBER, "one-token-of-hers")
    sessions.unrevoke("d", "ann")
    with pytest.raises(Refused, match="reused"):
        sessions.exchange("d", subject, Tier.MEMBER, "one-token-of-hers")


def rows(sessions: Sessions) -> dict[str, int]:
    with sqlite3.connect(sessions.path) as connection:
        tables = ("sessions", "tickets", "burnt", "revoked")
        counts = {name: len(connection.execute(f"SELECT 1 FROM {name}").fetchall()) for name in tables}  # noqa: S608
    connection.close()
    return counts


def test_what_has_expired_is_cleaned_up(sessions: Sessions, clock: Clock) -> None:
    sessions.revoke("d", "eve")
    for number in range(20):
        sessions.ticket(opened(sessions, name=f"member {number}").secret)
    assert rows(sessions) == {"sessions": 20, "tickets": 20, "burnt": 20, "revoked": 1}
    clock.now += LIFE_S + 60
    opened(sessions)
    assert rows(sessions) == {"sessions": 1, "tickets": 0, "burnt": 21, "revoked": 1}
    clock.now += 25 * 3600
    opened(sessions)
    assert rows(sessions) == {"sessions": 1, "tickets": 0, "burnt": 1, "revoked": 1}


def test_a_clock_that_is_set_back_makes_no_token_good_again(sessions: Sessions, clock: Clock) -> None:
    subject = sessions.subject("d", "ann")
    sessions.exchange("d", subject, Tier.MEMBER, "one-token-of-hers")
    clock.now += 3 * 3600
    opened(sessions)
    clock.now -= 3 * 3600
    with pytest.raises(Refused, match="reused"):
        sessions.exchange("d", subject, Tier.MEMBER, "one-token-of-hers")


def test_neither_secrets_nor_names_are_kept(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    bearer = sessions.exchange("d", sessions.subject("d", "Ann Example"), Tier.MEMBER, "token-id-of-hers")
    word = sessions.ticket(bearer.secret)
    cookie = sessions.redeem(sessions.ticket(bearer.secret))
    sessions.revoke("d", "Eve Example")
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (bearer.secret, cookie.secret, word, "Example", "token-id-of-hers", SECRET, bearer.session.id):
        assert secret.encode() not in content
    assert bearer.session.subject.encode() in content
    assert not [path.name for path in tmp_path.iterdir() if path.stat().st_mode & 0o077]
    sessions.close()


def test_pseudonyms_last_and_differ_by_desk_and_folder(tmp_path: Path) -> None:
    here, again, elsewhere = (Sessions(tmp_path / name) for name in ("here", "here", "elsewhere"))
    assert here.subject("d", "ann") == again.subject("d", "ann")
    names = {
        here.subject("d", "ann"),
        here.subject("e", "ann"),
        elsewhere.subject("d", "ann"),
        here.subject("d", "bob"),
    }
    assert len(names) == 4
    for sessions in (here, again, elsewhere):
        sessions.close()


def test_a_file_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(SessionsUnavailable, match=r"sessions\.sqlite3"):
        Sessions(tmp_path)
    (tmp_path / FILE).unlink()
    Sessions(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(SessionsUnavailable, match="schema 7"):
        Sessions(tmp_path)
    (tmp_path / "members.key").write_bytes(b"short")
    with pytest.raises(SessionsUnavailable, match=r"members\.key"):
        Sessions(tmp_path)
