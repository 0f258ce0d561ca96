"""A desk with sign-on over a small real library of three tiers, and members who keep conversations there."""

import json
import secrets
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bench.proofs.identities import sign_on_in
from bench.proofs.libraries import ProvenLibrary, built
from corpus.types import Tier
from portal.conversations.file import ConversationsFile
from portal.parts import Parts

DEMAND = "What does Russia demand before it will cooperate?"
LIMITS = "Which legally binding limits does Russia want?"
Json = dict[str, Any]


class _Sealed(HTMLParser):
    """Finds what a page would hand in to be kept."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Json] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-seal" in given:
            self.found.append({"shown": given["data-shown"], "seal": given["data-seal"]})


class Clock:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class House:
    """The running app over `library`, with its file of conversations in the folder `data`."""

    def __init__(self, library: ProvenLibrary, data: Path) -> None:
        self.library = library
        self.data = data
        self.clock = Clock()
        self.sign_on = sign_on_in(data)
        self.file = ConversationsFile(data, clock=self.clock)
        app = built(library.desk, Parts(sign_on=self.sign_on, conversations=self.file))
        self.client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)

    def member(self, name: str, tier: Tier = Tier.MEMBER, desk: str = "members") -> "Member":
        """Somebody who has just signed on at a portal's desk."""
        return Member(self, name, tier, desk)

    def bytes_on_disk(self) -> bytes:
        """All bytes of the file of conversations and of what SQLite keeps beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.data.glob("conversations.sqlite3*")))

    def close(self) -> None:
        """Closes the files."""
        self.file.close()
        self.sign_on.sessions.close()


class Member:
    """A reader of `house` who sends their bearer along."""

    def __init__(self, house: House, name: str, tier: Tier, desk: str) -> None:
        self.house = house
        self.desk = desk
        self.subject = house.sign_on.sessions.subject(desk, name)
        opened = house.sign_on.sessions.exchange(desk, self.subject, tier, secrets.token_hex(16))
        self.secret = opened.secret
        self.turns: list[Json] = []

    def send(self, method: str, address: str, json: Any = None, **headers: str) -> Any:
        """The reply to a request in their name."""
        sent = {"authorization": f"Bearer {self.secret}", **headers}
        return self.house.client.request(method, address, json=json, headers=sent, follow_redirects=False)

    def ask(self, question: str) -> Json:
        """Asks in the frame, within the conversation so far; what its page would hand in to be kept."""
        body = {"question": question, "number": 1 + len(self.turns) // 2, "history": self.turns}
        stream = self.send("POST", f"/embed/ask?desk={self.desk}", body).text
        name, data = stream.strip().split("\n\n")[-1].split("\n")
        assert name == "event: answer", stream[-500:]
        last = json.loads(data.removeprefix("data: "))
        self.turns += last["turns"]
        (sealed,) = _Sealed(last["html"]).found
        return sealed

    def keep(self, *questions: str, name: str = "") -> str:
        """Asks and keeps; the id of the conversation."""
        self.turns = []
        body = {"exchanges": [self.ask(question) for question in questions], "name": name}
        reply = self.send("POST", "/api/conversations", body)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    def read(self, id: str) -> Json:
        """A conversation of theirs."""
        reply = self.send("GET", f"/api/conversations/{id}")
        assert reply.status_code == 200, reply.text
        found: Json = reply.json()
        return found
