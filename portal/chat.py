"""The chat page: Gradio carries the events, the markup is ours. Importing this module imports gradio, which is slow."""

import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.routing import Mount

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
from portal.guard import GradioGuard
from portal.identity import reader_of, reader_tier
from portal.more import adder, tells_of_more, with_more
from portal.parts import Parts
from portal.problems import described
from portal.sample import sample_draft
from qa.chat.leaving import steps_for
from qa.desk import Desk
from qa.types import Event, Filters, ModeWanted

KEPT_EXCHANGES = 30
KEPT_S = 4 * 3600.0
KEPT_SESSIONS = 5_000
QUESTION_CHARS = 1_000
ROOMS = ("ask", "check", "library")
WAITING = "Waiting: other questions are being answered first…"

# A click on an example or on "Ask this document" becomes an event that Python hears; 'ask' and 'narrow' are its names.
HEAR_ASK = """
element.addEventListener('click', (click) => {
  const chosen = click.target.closest('[data-ask]');
  if (chosen) trigger('ask', {question: chosen.dataset.ask});
});
"""
HEAR_NARROW = """
element.addEventListener('click', (click) => {
  const chosen = click.target.closest('[data-narrow]');
  if (chosen) trigger('narrow', {document: chosen.dataset.narrow});
});
"""


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
        question, where its address has one. Where not, what a quick reader may have asked by now is left alone."""
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

    def _continued(self, request: gr.Request) -> tuple[Any, ...]:
        """Transcript, sources and exchanges of the kept conversation that the page's address names, if there is one."""
        kept = continued(self.desk, self.kept, request.request, request.query_params.get("conversation", ""))
        if not kept:
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
        told: tuple[Exchange, ...],
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Streams the answer to `question` into the page, step by step."""
        if not question.strip():
            yield tuple(gr.skip() for _ in range(5))
            return
        tier = reader_tier(request.request)
        filters = Filters(tuple(kinds or ()), tuple(documents or ()))
        glosses = readable_glosses(self.desk, tier)
        search = searching(filters, len(self._documents(tier)))
        earlier = still_shown(told[-KEPT_EXCHANGES + 1 :], self._readable(tier))
        number = earlier[-1].number + 1 if earlier else 1
        mode: ModeWanted = "extractive" if quotes_only else "auto"
        exchange = Exchange(number, question.strip(), progress=search, filters=filters, mode=mode)
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
        try:
            with self.door.place():
                asker = self.door.visits.asker(request.session_hash or "")
                for event in steps_for(asker, self._events(exchange, earlier, request.request)):
                    self.door.closing.check()
                    exchange = followed(exchange, event, search)
                    yield shown(exchange)
        except Exception as error:  # noqa: BLE001 - logged by `described`; the reader gets a sentence in any case
            reference = call_of(request.request.scope).id
            exchange = replace(exchange, progress="", error=described(error, reference)[1])
        yield shown(keepable(self.kept, request.request, exchange))

    def _events(self, exchange: Exchange, earlier: Sequence[Exchange], request: HTTPConnection) -> Generator[Event]:
        """The desk's answer to the question of `exchange` after `earlier` ones, in steps."""
        reader = reader_of(request)
        put: dict[str, Any] = {"history": turns(earlier), "filters": exchange.filters, "tier": reader.tier}
        add = adder(self.desk, tells=tells_of_more(request), **put)
        return with_more(self.desk.stream(exchange.question, mode=exchange.mode, via=reader.desk, **put), add)

    def asked_example(
        self,
        kinds: Sequence[str],
        documents: Sequence[str],
        quotes_only: bool,
        told: tuple[Exchange, ...],
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """The same for a question that was chosen from the examples."""
        yield from self.asked(str(event.question)[:QUESTION_CHARS], kinds, documents, quotes_only, told, request)

    def narrowed(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """From the library to the question, with one document chosen."""
        known = {entry.id for entry in self._documents(reader_tier(request.request))}
        chosen = [event.document] if event.document in known else []
        return gr.Tabs(selected="ask"), gr.Dropdown(value=chosen), gr.Accordion(open=True)

    def cleared(self) -> tuple[Any, ...]:
        """A new conversation."""
        return "", markup.sources(()), markup.announcement(()), (), ""


def chat_blocks(page: ChatPage) -> gr.Blocks:
    """The page's parts and what sets them off."""
    with gr.Blocks(title=page.title, analytics_enabled=False, fill_width=True) as blocks:
        told = gr.State((), time_to_live=KEPT_S)
        _html(markup.masthead(page.title, writes=page.desk.writes), "masthead")
        announcement = _html(markup.announcement(()), "announcement")
        with gr.Tabs(elem_id="rooms") as rooms:
            with gr.Tab("Ask", id="ask"), gr.Row(elem_id="desk", equal_height=False):
                with gr.Column(elem_id="conversation", min_width=0):
                    welcome = _html("", "welcome", HEAR_ASK)
                    transcript = _html("", "transcript", HEAR_ASK)
                    with gr.Column(elem_id="composer", min_width=0):
                        with gr.Row(elem_id="ask-row"):
                            question = _question_box()
                            ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0, min_width=0)
                        with gr.Accordion("Narrow the search", open=False, elem_id="narrow") as narrow:
                            kinds, documents = _filters()
                        quotes_only = gr.Checkbox(
                            label="Quotes only", elem_id="quotes-only", container=False, visible=page.desk.writes
                        )
                        clear = gr.Button("New conversation", elem_id="clear", size="sm")
                with gr.Column(elem_id="panel", min_width=0):
                    sources = _html(markup.sources(()), "sources")
            with gr.Tab("Check a quotation", id="check"):
                check = _html("", "check")
            with gr.Tab("Library", id="library"):
                library = _html("", "library", HEAR_NARROW)

        quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        answered = [transcript, sources, announcement, told, question]
        narrowing = [kinds, documents, quotes_only, told]
        opening = [library, kinds, documents, check, rooms, transcript, sources, told, question]
        blocks.load(page.opened, None, opening, **quietly)
        gr.on([blocks.load, clear.click], page.welcomed, None, welcome, **quietly)
        gr.on([question.submit, ask.click], page.asked, [question, *narrowing], answered, **quietly)
        for place in (welcome, transcript):
            place.ask(page.asked_example, narrowing, answered, **quietly)
        library.narrow(page.narrowed, None, [rooms, documents, narrow], **quietly)
        clear.click(page.cleared, None, answered, **quietly)
    _settle(blocks)
    return blocks


def _settle(blocks: gr.Blocks) -> None:
    """How many events wait and are worked off, and how many sessions are kept."""
    blocks.queue(max_size=64, default_concurrency_limit=4, api_open=False)
    blocks.state_session_capacity = KEPT_SESSIONS
    # After each event Gradio would sum up the last 10,000 of them for a monitoring page that is closed here.
    blocks._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # spelled so in Gradio


def _question_box() -> gr.Textbox:
    placed: dict[str, Any] = {"elem_id": "question-box", "container": False, "scale": 1, "min_width": 0}
    told = {"label": "Your question", "placeholder": "Ask the library a question"}
    return gr.Textbox(lines=1, max_lines=6, max_length=QUESTION_CHARS, **told, **placed)


def _filters() -> tuple[gr.CheckboxGroup, gr.Dropdown]:
    """The kinds and the documents to narrow a question to; their choices come as the page opens."""
    return (
        gr.CheckboxGroup(choices=[], label="Kinds of document", elem_id="kinds"),
        gr.Dropdown(choices=[], value=[], multiselect=True, label="Documents", elem_id="chosen-documents"),
    )


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False, padding=False)


def theme() -> gr.themes.Base:
    """Gradio's plainest theme with system fonts; the looks are in static/chat.css."""
    sans = ["system-ui", "-apple-system", "Segoe UI", "sans-serif"]
    return gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])


def mount_chat(app: FastAPI, page: ChatPage, description: str) -> None:
    """Mounts the chat page at the root of `app`, behind its guard; every route of `app` itself goes first."""
    gr.mount_gradio_app(
        app,
        chat_blocks(page),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        allowed_paths=[],
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        theme=theme(),
    )
    mounted = app.routes[-1]
    if not isinstance(mounted, Mount):
        raise TypeError("Gradio's mount is not the last route of the app; portal/chat.py must learn where it went")
    opened: dict[str, Any] = {"keeps": page.kept is not None, "visits": page.door.visits}
    mounted.app = GradioGuard(mounted.app, title=page.title, description=description, **opened)
