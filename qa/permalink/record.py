"""What a permalink tells as JSON: in the desk's own form, and as a W3C Web Annotation."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.permalink.types import PassageView, Place

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def permalink_json(view: "PassageView") -> dict[str, Any]:
    """The state of the words, where they stand in which version, and what has changed since they were cited."""
    return {
        "url": view.url,
        "state": view.state,
        "version": view.edition,
        "ingested_at": view.ingested_at.isoformat(),
        "in_library": view.in_library,
        "selector": selectors(view),
        "spans": [list(span) for span in view.spans],
        "quote_found": None if not (view.quoted or view.quote_missed) else view.quoted,
        "moved_from": _place_json(view.moved_from) if view.moved_from else None,
        "also": [
            {"text": part.text, "start": part.start, "end": part.end, "section": list(part.section), "page": part.page}
            for part in view.parts
        ],
        "now": view.now,
        "now_at": [view.today.start, view.today.end] if view.today else None,
        "now_from": view.today_on.isoformat() if view.today_on else None,
        "changes": [{"op": change.op, "before": change.before, "now": change.now} for change in view.changes],
        "gone_on": view.gone_on.isoformat() if view.gone_on else None,
    }


def selectors(view: "PassageView") -> list[dict[str, Any]]:
    """The words as a TextQuoteSelector and a TextPositionSelector (characters of the document's text)."""
    meant = view.selector
    if not meant.exact:
        return []
    return [
        {"type": "TextQuoteSelector", "exact": meant.exact, "prefix": meant.prefix, "suffix": meant.suffix},
        {"type": "TextPositionSelector", "start": meant.start, "end": meant.end},
    ]


def annotation(view: "PassageView", site: str) -> dict[str, Any]:
    """The permalink as a Web Annotation (JSON-LD) that highlights its words in the version that they are shown from;
    `site` is the desk's address."""
    return {
        "@context": CONTEXT,
        "id": site + view.url,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {
            "source": f"{site}/documents/{view.passage.document_id}",
            "state": {"type": "TimeState", "sourceDate": view.ingested_at.isoformat()},
            "selector": selectors(view),
        },
    }


def _place_json(place: "Place") -> dict[str, Any]:
    return {
        "section": list(place.section),
        "page": place.page,
        "speaker": place.speaker,
        "version": place.version,
        "ingested_at": place.ingested_at.isoformat(),
    }
