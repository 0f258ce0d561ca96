"""Everybody × every route of the app, as the app itself lists them: who gets what, and who gets nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from rules import HIDDEN, RULES, SIGNING_OFF, Rule, closed
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bench.proofs.canaries import Canary, secrets_above, seen
from bench.proofs.hunt import Hidden, steadied
from bench.proofs.identities import Identity, identities, sign_on_in
from bench.proofs.libraries import ProvenLibrary, built
from corpus.errors import DraftUnreadable, NotFound
from corpus.types import Document, Tier
from portal.conversations.file import ConversationsFile
from portal.files import Files
from portal.keys import FILE, KeyRing
from portal.parts import Parts
from portal.signon.oidc import Provider, SignIn
from portal.signon.sign_on import SignOn

ACCEPTS = "text/html", "application/json"
ISSUER = "https://sign-in.example"
EVERY_METHOD = "GET", "POST", "PUT", "DELETE"
"""What is tried at a route that takes any."""


def listed(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(method, template) of every route of `app` and of what is mounted in it."""
    while not hasattr(app, "routes"):  # what guards a mounted app
        app = app.app
    for route in iter_route_contexts(app.routes):
        methods = route.methods or (EVERY_METHOD if isinstance(route.original_route, Route) else None)
        if methods is not None:
            yield from ((method, f"{prefix}{route.path}") for method in methods)
        else:
            name = "/gradio " if route.path == "" else f"{prefix}{route.path}"
            yield from listed(getattr(route, "app", None) or route.original_route.app, name)  # type: ignore[union-attr]


def out_of_reach(_url: str) -> object:
    """An identity provider that does not answer."""
    raise ValueError("out of reach")


def no_draft(_content: bytes, name: str) -> Document:
    """No file can be read."""
    raise DraftUnreadable(f"{name} cannot be read.")


class EveryPicture:
    """Says that it has the pages of every document, and has none."""

    def holds(self, checksum: str) -> bool:
        """Always."""
        return True

    def picture(self, checksum: str, number: int) -> bytes:
        """Never."""
        raise NotFound("There is no such page.")

    def places(self, checksum: str, number: int, words: Any) -> Any:
        """Never."""
        raise NotFound("There is no such page.")


class NoEdits:
    """An editor that never has anything to do."""

    suffixes = (".md",)

    def __getattr__(self, task: str) -> Any:
        def nothing(*_: object, **__: object) -> Any:
            if task in ("newest", "retired"):
                return []
            raise NotFound("There is no such document or edit.")

        return nothing


class House:
    """The app with all of its parts, and everything that readers can come with, over the library of canaries."""

    def __init__(self, library: ProvenLibrary, data: Path) -> None:
        provider = Provider(
            SignIn(ISSUER, "desk", "secret", "ES256", "role", {"staff": Tier.STAFF}), fetch=out_of_reach
        )
        self.sign_on: SignOn = replace(sign_on_in(data), provider=provider)
        self.keys = KeyRing(data / FILE)
        files = Files(read_draft=no_draft, pictures=EveryPicture())
        self.conversations = ConversationsFile(data)
        parts = Parts(
            sign_on=self.sign_on, keys=self.keys, files=files, editor=NoEdits(), conversations=self.conversations  # type: ignore[arg-type]
        )  # fmt: skip
        self.app: FastAPI = built(library.desk, parts)
        self.client = TestClient(self.app, base_url="http://localhost", raise_server_exceptions=False)

    def everybody(self) -> list[Identity]:
        """One of each kind, just signed on."""
        return identities(self.sign_on, self.keys)

    def send(self, rule: Rule, who: Identity, accept: str = "*/*") -> Response:
        """What `who` gets for the request of `rule`."""
        self.client.cookies.clear()
        form = {"text": (None, rule.form)} if rule.form else None
        headers = [*who.headers, ("accept", accept)]
        return self.client.request(  # type: ignore[return-value]
            rule.method, rule.address, json=rule.json, files=form, headers=headers, follow_redirects=False
        )


@pytest.fixture(scope="module")
def house(
    canary_library: tuple[ProvenLibrary, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The app, running."""
    made = House(canary_library[0], tmp_path_factory.mktemp("house"))
    with made.client:
        yield made
    made.conversations.close()
    made.sign_on.sessions.close()


@pytest.fixture(scope="module")
def members_only(hidden: list[Hidden]) -> Hidden:
    """A canary in a document that members may read."""
    return next(each for each in hidden if each.canary.tier is Tier.MEMBER)


def rule_of(method: str, template: str) -> Rule | None:
    """The rule of a route; Gradio's routes without one are closed, unless a route of ours comes before them."""
    known = RULES.get((method, template))
    if known is None and template.startswith("/gradio "):
        return RULES.get((method, template.removeprefix("/gradio "))) or closed(method, template)
    return known


def test_every_route_has_a_rule_and_every_rule_a_route(house: House) -> None:
    routes = set(listed(house.app))
    assert len([template for _, template in routes if template.startswith("/gradio ")]) > 30
    assert {route for route in routes if rule_of(*route) is None} == SIGNING_OFF
    assert set(RULES) - routes == set()


def accepts(rule: Rule, *, thoroughly: bool) -> tuple[str, ...]:
    """What to ask the route for."""
    if rule.accept:
        return (rule.accept,)
    return ACCEPTS if thoroughly else ACCEPTS[:1]


def wrong(rule: Rule, who: Identity, reply: Response, above: dict[Tier, set[str]]) -> str:
    """What is wrong with what `who` got; empty if nothing."""
    if who.tier is None:
        expected = 401
    elif who.scopes is not None and rule.key not in ("open", "any", *who.scopes):
        expected = 404 if rule.key == "hidden" else 403
    else:
        expected = rule.status(who.tier, by_cookie=who.headers[:1] != () and who.headers[0][0] == "cookie")
    text = f"{reply.headers} {reply.text}"  # type: ignore[attr-defined]
    leaked = seen(text) & above[who.tier or Tier.PUBLIC]
    if reply.status_code != expected:
        return f"{who.name}: {rule.method} {rule.address} gave {reply.status_code}, not {expected}"
    return f"{who.name}: {rule.method} {rule.address} shows {leaked}" if leaked else ""


def test_everybody_gets_what_the_rules_say(house: House, members_only: Hidden, made: list[Canary]) -> None:
    above = {tier: secrets_above(made, tier) for tier in Tier}
    everybody = house.everybody()
    tried, faults = 0, []
    for route in sorted(set(listed(house.app)) - SIGNING_OFF):
        rule = rule_of(*route)
        assert rule is not None
        asked = rule.filled(members_only.document_id, members_only.passage_id)
        for who in everybody:
            for accept in accepts(rule, thoroughly=who.tier is not None and route in RULES):
                faults.append(wrong(asked, who, house.send(asked, who, accept), above))
                tried += 1
    assert tried > 1500
    assert "\n".join(filter(None, faults)) == ""


def test_all_who_are_refused_get_the_same_words(house: House) -> None:
    refused = [who for who in house.everybody() if who.tier is None]
    replies = [house.send(RULES["GET", "/api/documents"], who) for who in refused]
    assert len(replies) >= 13
    assert len({reply.text for reply in replies}) == 1  # type: ignore[attr-defined]
    assert len({str(sorted(reply.headers.items())) for reply in replies}) <= 1 or all(
        steadied(str(sorted(reply.headers.items()))) == steadied(str(sorted(replies[0].headers.items())))
        for reply in replies
    )


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.MEMBER])
def test_what_is_forbidden_looks_like_what_is_not_there(house: House, hidden: list[Hidden], tier: Tier) -> None:
    who = next(each for each in house.everybody() if each.tier is tier and each.scopes is None)
    above = next(each for each in hidden if each.canary.tier > tier)
    absent = f"{above.document_id[:-8]}00000000", f"{above.passage_id[:-8]}00000000"
    compared = 0
    for rule in RULES.values():
        if not any(mark in f"{rule.address} {rule.json}" for mark in HIDDEN):
            continue
        for accept in ACCEPTS:
            forbidden = house.send(rule.filled(above.document_id, above.passage_id), who, accept)
            missing = house.send(rule.filled(*absent), who, accept)
            assert told(forbidden) == told(missing), rule.address
            compared += 1
    assert compared >= 22


def told(reply: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that a reply tells: status, headers, body."""
    headers = sorted((name, steadied(value)) for name, value in reply.headers.items() if name != "x-request-id")
    return reply.status_code, headers, reply.content


@pytest.mark.parametrize(("method", "address", "status"), [("DELETE", "/api/session", 204), ("POST", "/sign-out", 303)])
def test_signing_off_ends_what_it_was_sent_with(house: House, method: str, address: str, status: int) -> None:
    rule = Rule(method, address)
    for who in house.everybody():
        reply = house.send(rule, who)
        if who.tier is None or who.scopes is not None:
            assert reply.status_code == (401 if who.tier is None else 403), who
        else:
            assert reply.status_code == status, who
            after = house.send(RULES["GET", "/api/documents"], who)
            ended = who.headers[:1] and (who.headers[0][0] == "cookie" or method == "DELETE")
            assert after.status_code == (401 if ended and who.headers[0][0] == "authorization" else 200), who
            assert seen(after.text) == set() or not ended  # type: ignore[attr-defined]
