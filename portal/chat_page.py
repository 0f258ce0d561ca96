"""The chat page: Gradio carries the events, the markup is ours. Importing this module imports gradio, which is slow."""

import sys
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from portal import markup
from portal.chat import QUESTION_CHARS, ChatPage
from portal.guard import GradioGuard

KEPT_S = 4 * 3600.0
KEPT_SESSIONS = 5_000

# A click on "Ask this document" becomes an event that Python hears; 'narrow' is its name.
HEAR_NARROW = """
element.addEventListener('click', (click) => {
  const chosen = click.target.closest('[data-narrow]');
  if (chosen) trigger('narrow', {document: chosen.dataset.narrow});
});
"""


def chat_blocks(page: ChatPage) -> gr.Blocks:
    """The page's parts and what sets them off."""
    with gr.Blocks(title=page.title, analytics_enabled=False, fill_width=True) as blocks:
        told = gr.State(None, time_to_live=KEPT_S)
        _html(markup.masthead(page.title, writes=page.desk.writes), "masthead")
        announcement = _html(markup.announcement(()), "announcement")
        with gr.Tabs(elem_id="rooms") as rooms:
            with gr.Tab("Ask", id="ask"), gr.Row(elem_id="desk", equal_height=False):
                with gr.Column(elem_id="conversation", min_width=0):
                    welcome = _html("", "welcome")
                    transcript = _html("", "transcript")
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
        asking = [question, kinds, documents, quotes_only, told]
        opening = [library, kinds, documents, check, rooms, transcript, sources, told, question]
        blocks.load(page.opened, None, opening, **quietly)
        gr.on([blocks.load, clear.click], page.welcomed, None, welcome, **quietly)
        # Asked meanwhile, the next waits for the answer: two at once would each take the other off the page.
        gr.on([question.submit, ask.click], page.asked, asking, answered, trigger_mode="always_last", **quietly)
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
        raise TypeError("Gradio's mount is not the last route of the app; portal/chat_page.py must learn where it went")
    opened: dict[str, Any] = {"keeps": page.kept is not None, "visits": page.door.visits}
    mounted.app = GradioGuard(mounted.app, title=page.title, description=description, **opened)
