"""What the chat page does with its events. Importing this module imports gradio, which is slow."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import gradio as gr
from starlette.requests import HTTPConnection

from corpus.errors import CorpusError
from corpus.types import LibraryEntry, Tier
from portal import markup
from portal.check_markup import LONGEST_LINK_CHARS, CheckForm, check_room
from portal.conversations.continuing import continued
from portal.conversations.owner import keepable
from portal.door.calls import call_of
from portal.door.door import Door
from portal.exchange import Exchange, followed, searching, still_shown, turns
from portal.glosses import readable_glosses
from portal.identity import reader_of, reader_tier
from portal.more import adder, tells_of_more, with_more
from portal.parts import Parts
from portal.problems import described
from portal.sample import sample_draft
from qa.chat.leaving import Asker, steps_for
from qa.desk import Desk
from qa.errors import AskerLeft
from qa.types import Event, Filters, ModeWanted

KEPT_EXCHANGES = 30
QUESTION_CHARS = 1_000
ROOMS = ("ask", "check", "library")
UNCHANGED = tuple(gr.skip() for _ in range(5))
WAITING = "Waiting: other questions are being answered first…"


class ChatPage:
    """What the page does with its events. Holds the desk and nothing of any reader.

    `parts` are those of the web app.
    """

    def __init__(self, desk: Desk, parts: Parts, door: Door) -> None:
        self.desk = desk
        self.door = door
        self.takes_files = parts.files.read_draft is not None
        self.title = parts.title
        self.public_url = parts.public_url
        self.kept = parts.conversations

    def base_url(self, request: gr.Request) -> str:
        """Where links that leave the page should lead."""
        return (self.public_url or str(request.request.base_url)).rstrip("/")

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        """The rooms as the page opens: library, the choices of the two filters, the check; and a kept conversation or a
        question, where its address has one. What a quick reader has asked by now is left alone."""
        tier, query = reader_tier(request.request), request.query_params
        entries = self._documents(tier)
        kinds = sorted({entry.meta.kind for entry in entries})
        chosen = [entry.id for entry in entries if entry.id == query.get("document")]
        return (
            markup.library(entries),
            gr.CheckboxGroup(choices=[(markup.kind_name_plural(kind), kind) for kind in kinds]),
            gr.Dropdown(choices=[(entry.meta.title, entry.id) for entry in entries], value=chosen),
            self._check(query.get("text", "")[:LONGEST_LINK_CHARS], tier),
            gr.Tabs(selected=room if (room := query.get("tab")) in ROOMS else "ask"),
            *self._continued(request),
            query["q"][:QUESTION_CHARS] if query.get("q") else gr.skip(),
        )

    def _kept(self, request: gr.Request) -> tuple[Exchange, ...]:
        """The exchanges of the kept conversation that the page's address names, if there is one."""
        return continued(self.desk, self.kept, request.request, request.query_params.get("conversation", ""))

    def _continued(self, request: gr.Request) -> tuple[Any, ...]:
        """Transcript, sources and exchanges of that conversation. A question that was asked meanwhile has begun with
        it, and shows it."""
        kept = self._kept(request)
        if not kept or self.door.visits.asks(request.session_hash or ""):
            return gr.skip(), gr.skip(), gr.skip()
        glosses = readable_glosses(self.desk, reader_tier(request.request))
        return markup.transcript(kept, self.base_url(request), glosses), markup.sources(kept, glosses), kept

    def welcomed(self, request: gr.Request) -> str:
        """What stands in the conversation's place before its first question; without examples while the library cannot
        be read. It may take a while, and has a part of the page to itself, so that it is never in an answer's way."""
        tier = reader_tier(request.request)
        entries = self._documents(tier)
        examples = self.desk.examples(tier=tier, count=6) if entries else ()
        return markup.welcome(examples, self.desk.status(), len(entries), writes=self.desk.writes)

    def _check(self, text: str, tier: Tier) -> str:
        """The room where quotations are checked, with `text` in its form."""
        return check_room(CheckForm(text, sample_draft(self.desk, tier)), takes_files=self.takes_files)

    def _documents(self, tier: Tier) -> tuple[LibraryEntry, ...]:
        """What a reader of `tier` finds; nothing while the library cannot be read."""
        try:
            return self.desk.documents(tier=tier)
        except CorpusError as error:
            described(error)
            return ()

    def _readable(self, tier: Tier) -> set[str]:
        """The ids of what a reader of `tier` may read now."""
        return {entry.id for entry in self._documents(tier)}

    def asked(
        self,
        question: str,
        kinds: Sequence[str],
        documents: Sequence[str],
        quotes_only: bool,
        told: tuple[Exchange, ...] | None,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Streams the answer to `question` into the page, step by step. `told` is None on a page that is being opened.

        Once the reader begins a new conversation, or has gone, nothing more comes.
        """
        question = question.strip()[:QUESTION_CHARS]
        if not question:
            yield UNCHANGED
            return
        asker = self.door.visits.asker(request.session_hash or "")
        told = self._kept(request) if told is None else told
        tier = reader_tier(request.request)
        filters = Filters(tuple(kinds or ()), tuple(documents or ()))
        glosses = readable_glosses(self.desk, tier)
        search = searching(filters, len(self._documents(tier)))
        earlier = still_shown(told[-KEPT_EXCHANGES + 1 :], self._readable(tier))
        number = earlier[-1].number + 1 if earlier else 1
        mode: ModeWanted = "extractive" if quotes_only else "auto"
        exchange = Exchange(number, question, progress=search, filters=filters, mode=mode)
        emptied: Any = ""

        def shown(exchange: Exchange) -> tuple[Any, ...]:
            exchanges = still_shown((*earlier, exchange), self._readable(tier))
            return (
                markup.transcript(exchanges, self.base_url(request), glosses),
                markup.sources(exchanges, glosses),
                markup.announcement(exchanges),
                exchanges,
                emptied,
            )

        busy = self.door.crowded()
        yield shown(replace(exchange, progress=WAITING) if busy else exchange)
        emptied = gr.skip()
        with closing(self._growing(exchange, earlier, search, asker, request.request)) as growing:
            for grown in growing:
                yield UNCHANGED if asker.left else shown(grown)
        if asker.left:
            yield UNCHANGED  # Gradio sends once more at the end what came last

    def _growing(
        self, exchange: Exchange, earlier: Sequence[Exchange], search: str, asker: Asker, request: HTTPConnection
    ) -> Generator[Exchange]:
        """`exchange` as its answer grows, at last as it may be kept; until `asker` leaves."""
        try:
            with self.door.place():
                for event in steps_for(asker, self._events(exchange, earlier, request)):
                    self.door.closing.check()
                    asker.check()
                    exchange = followed(exchange, event, search)
                    yield exchange
        except AskerLeft:
            return
        except Exception as error:  # noqa: BLE001 - logged by `described`; the reader gets a sentence in any case
            exchange = replace(exchange, progress="", error=described(error, call_of(request.scope).id)[1])
        yield keepable(self.kept, request, exchange)

    def _events(self, exchange: Exchange, earlier: Sequence[Exchange], request: HTTPConnection) -> Generator[Event]:
        """The desk's answer to the question of `exchange` after `earlier` ones, in steps."""
        reader = reader_of(request)
        put: dict[str, Any] = {"history": turns(earlier), "filters": exchange.filters, "tier": reader.tier}
        add = adder(self.desk, tells=tells_of_more(request), **put)
        return with_more(self.desk.stream(exchange.question, mode=exchange.mode, via=reader.desk, **put), add)

    def narrowed(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """From the library to the question, with one document chosen."""
        known = {entry.id for entry in self._documents(reader_tier(request.request))}
        chosen = [event.document] if event.document in known else []
        return gr.Tabs(selected="ask"), gr.Dropdown(value=chosen), gr.Accordion(open=True)

    def cleared(self, request: gr.Request) -> tuple[Any, ...]:
        """A new conversation; an answer that is being made for the old one is left."""
        self.door.visits.leave(request.session_hash or "")
        return "", markup.sources(()), markup.announcement(()), (), ""
