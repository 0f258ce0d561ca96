"""Gradio's page in our own head: title, style sheets, scripts, nonces, and no address of anyone else."""

import re
from collections.abc import Mapping
from html import escape

from portal.assets import asset_url

# Gradio's head describes Gradio: its social cards, its picture on a third-party host, its manifest.
FOREIGN = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>|\s*<link rel=\"manifest\"[^>]*>", re.DOTALL)
SCRIPT = re.compile(r"<script(?=[\s>])")
HEAD_END, BODY_START = "</head>", re.compile(r"<body[^>]*>")


def dressed(page: str, *, nonce: str, title: str, description: str, ready: Mapping[str, str]) -> str:
    """`page` as a reader gets it; every script element in it may run under the policy's `nonce`. HTML lies `ready`
    under the id of its place, such as the masthead's, which Gradio draws later.

    Raises ValueError when the page is not built as expected, so that a new Gradio cannot slip past undressed.
    """
    page, cards = FOREIGN.subn("", page)
    if not cards or page.count(HEAD_END) < 1 or not BODY_START.search(page):
        raise ValueError("Gradio's page has changed its shape; portal/shell.py must learn the new one")
    page = page.replace(HEAD_END, _head(title, description) + HEAD_END, 1)
    page = SCRIPT.sub(f'<script nonce="{nonce}"', page)
    templates = "".join(f'<template id="{id}">{html}</template>' for id, html in ready.items())
    return BODY_START.sub(lambda body: f"{body.group()}{WITHOUT_SCRIPT}{templates}", page, count=1)


def _head(title: str, description: str) -> str:
    return (
        f"<title>{escape(title)}</title>"
        f'<meta name="description" content="{escape(description)}">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="{asset_url("mark.svg")}" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{asset_url("refdesk.css")}">'
        f'<link rel="stylesheet" href="{asset_url("chat.css")}">'
        f'<link rel="stylesheet" href="{asset_url("check.css")}">'
        f'<link rel="stylesheet" href="{asset_url("kept.css")}">'
        f'<script src="{asset_url("theme.js")}"></script>'
        f'<script src="{asset_url("refdesk.js")}" defer></script>'
        f'<script src="{asset_url("cite.js")}" defer></script>'
        f'<script src="{asset_url("hover.js")}" defer></script>'
        f'<script src="{asset_url("library.js")}" defer></script>'
        f'<script src="{asset_url("answers.js")}" defer></script>'
        f'<script src="{asset_url("quotes-only.js")}" defer></script>'
        f'<script src="{asset_url("offers.js")}" defer></script>'
        f'<script src="{asset_url("chat.js")}" defer></script>'
        f'<script src="{asset_url("check.js")}" defer></script>'
        f'<script src="{asset_url("check-events.js")}" defer></script>'
        f'<script src="{asset_url("receipt.js")}" defer></script>'
        f'<script src="{asset_url("kept.js")}" defer></script>'
    )


WITHOUT_SCRIPT = (
    '<a class="skip-link" href="#question">Skip to the question</a>'
    "<noscript><p>The desk needs JavaScript to take questions. "
    '<a href="/documents">The library</a> can be read, and '
    '<a href="/check">a quotation checked</a>, without it.</p></noscript>'
)
