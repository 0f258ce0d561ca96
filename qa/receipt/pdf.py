"""A receipt as a PDF: readable, tagged, with an outline and links, and with the receipt itself attached as JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from qa.references.cite import long_date
from qa.typeset import drawable, typeset

TEMPLATE = Path(__file__).with_name("receipt.typ")
LONGEST_TITLE = 180
LONGEST_HEADING = 300
LONGEST_REFERENCE = 1200
_CHECKING = (
    "The quotations above stood word for word in the library when this receipt was made. To see what has become of "
    "them, give this file, or the JSON that is attached to it, to the desk:  python -m qa --verify receipt.pdf",
    "It tells for each quotation whether it is unchanged, moved, reworded, removed or erased, and whether the receipt "
    "itself was altered. The hash below shows damage, not forgery: whoever changes a receipt can hash it anew. A "
    "signature is there only where the desk's operator has set a key, and shows forgery to those who know that key.",
)
_UNDRAWN = "Some characters of this receipt are in no font at hand and are not drawn here. The attached JSON has them."


def receipt_pdf(receipt: Mapping[str, Any]) -> bytes:
    """The PDF of a receipt."""

    def inputs(whole: bool) -> Mapping[str, str]:
        shown = _shown(receipt, "" if whole else _UNDRAWN)
        return {
            "receipt": json.dumps(receipt, ensure_ascii=False, indent=1),
            "shown": json.dumps(shown, ensure_ascii=False),
        }

    return typeset(TEMPLATE, inputs)


def _shown(receipt: Mapping[str, Any], note: str) -> Any:
    """What the pages show, in the order of the template."""
    answer = receipt["answer"]
    at = datetime.fromisoformat(receipt["issued_at"])
    own = receipt["citations"] if answer["answerable"] else receipt["nearest"]
    rewritten = answer["standalone_question"] != answer["question"]
    shown = {
        "title": f"Answer receipt: {answer['question']}"[:LONGEST_TITLE],
        "description": "An answer with its sources, and what it takes to check them later.",
        "at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "question": answer["question"],
        "footer": f"Refdesk answer receipt · {receipt['issued_at']} · SHA-256 {receipt['seal']['sha256'][:16]}…",
        "read_as": f"Looked up as: {answer['standalone_question']}" if rewritten else "",
        "facts": _facts(receipt, at),
        "answer_heading": "Answer" if answer["answerable"] else "Not in the library",
        "told": _told(answer),
        "statements": [
            {"text": f"“{one['text']}”" if one["verdict"] == "quoted" else one["text"], "citations": one["citations"]}
            for one in receipt["statements"]
        ],
        "sources_heading": "Sources" if answer["answerable"] else "Nearest passages, not an answer",
        "sources": [_source(one) for one in own],
        "checking": [*_written(answer), *_CHECKING, *([note] if note else [])],
        "seal": _seal(receipt),
    }
    return drawable(shown)


def _written(answer: Mapping[str, Any]) -> list[str]:
    """What there is to know of an answer in prose; nothing of another."""
    if answer["mode"] != "generative":
        return []
    prose = answer["prose"]
    return [
        f"The answer was written by a language model ({prose['model']}). Of its {prose['written']} sentences "
        f"{prose['verified']} were verified and are given above: those in quotation marks stand in the source as they "
        "are, the others are the model's words. Each was checked once more, against the passages cited, when this "
        "receipt was made."
    ]


def _facts(receipt: Mapping[str, Any], at: datetime) -> list[list[str]]:
    library = receipt["library"]
    rows = [["Made", f"{long_date(at.date())}, {at:%H:%M:%S} UTC", ""]]
    if receipt["local_time"]:
        local = datetime.fromisoformat(receipt["local_time"])
        rows.append(["Local time", f"{long_date(local.date())}, {local:%H:%M:%S} (UTC{local:%z})", ""])
    rows += [
        [
            "Library",
            f"generation {library['generation']}: {library['documents']:,} documents, "
            f"{library['passages']:,} passages, as a {receipt['reader']} reader sees them",
            "",
        ],
        ["Fingerprint", library["fingerprint"], "code"],
        ["Refdesk", f"version {receipt['refdesk_version']}; {receipt['answer']['mode']} answer", ""],
    ]
    return rows


def _told(answer: Mapping[str, Any]) -> str:
    told = str(answer["tally"]["told"]) if answer["answerable"] and answer["tally"] else ""
    differ = [str(each["told"]) for each in answer.get("differences", ())]
    return " ".join(words for words in (str(answer["reason"]), told, str(answer.get("as_of", "")), *differ) if words)


def _source(cited: Mapping[str, Any]) -> dict[str, Any]:
    passage, document = cited["passage"], cited["document"]
    start, end = cited["start"] - passage["start"], cited["end"] - passage["start"]
    place = " › ".join(name.strip("[]") for name in passage["section"])
    rows = [["Speaking", passage["speaker"], ""]] if passage["speaker"] else []
    rows += [["Section", place, ""]] if place else []
    rows += [["Page", str(passage["page"]), ""]] if passage["page"] is not None else []
    rows.append(["Version", f"{document['version']}, taken in on {document['ingested_at'][:10]}", ""])
    rows.append(["Characters", f"{cited['start']:,} to {cited['end']:,} of the document's text", ""])
    rows += [["Permalink", cited["url"], "link" if cited["url"].startswith(("http://", "https://")) else "code"]]
    rows += [
        ["Quotation, SHA-256", cited["quote_sha256"], "code"],
        ["Passage, SHA-256", passage["sha256"], "code"],
        ["Text, SHA-256", document["text_sha256"], "code"],
        ["Source file, SHA-256", document["source_sha256"], "code"],
    ]
    return {
        "marker": cited["marker"],
        "title": _clipped(document["title"], LONGEST_HEADING),
        "reference": _clipped(cited["reference"], LONGEST_REFERENCE),
        "before": passage["text"][:start],
        "quote": cited["quote"],
        "after": passage["text"][end:],
        "facts": rows,
    }


def _clipped(words: str, most: int) -> str:
    """`words`, ended with "…" where they are far too long for what they are; the attached JSON has them whole."""
    return words if len(words) <= most else words[:most].rstrip() + "…"


def _seal(receipt: Mapping[str, Any]) -> list[list[str]]:
    rows = [["Receipt, SHA-256", receipt["seal"]["sha256"], "code"]]
    signature = receipt["seal"].get("hmac_sha256")
    return rows + ([["Signed, HMAC-SHA256", signature, "code"]] if signature else [["Signature", "none", ""]])
