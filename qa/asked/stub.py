"""A Markdown file to begin an answer with: front matter with the questions, and links to the nearest passages.

It holds no words of other documents but their titles, so that nothing of theirs is quoted as its author's, should it be
ingested as it is. What the nearest passages say stands in a comment, which no reader sees.
"""

from collections.abc import Sequence
from datetime import date

import yaml

from corpus.types import Tier
from qa.asked.groups import Group
from qa.types import Retrieved

MOST_QUESTIONS = 20
MOST_TITLE_CHARS = 200
_BRACKETS = {"[": "(", "]": ")"}
NOT_WRITTEN = "This answer has not been written yet."


def stub(group: Group, nearest: Sequence[Retrieved], *, tier: Tier, today: date, site: str) -> str:
    """The file. `nearest` are passages that a reader of `tier` may see, for whom the answer is to be; `site` is the
    desk's address, for links."""
    title = _line(group.name)[:MOST_TITLE_CHARS].rstrip() or "Untitled"
    front = {
        "title": title,
        "kind": "brief",
        "authors": ["Library staff"],
        "publisher": "Library staff",
        "published": today.isoformat(),
        "as_of": today.isoformat(),
        "access": tier.label,
        "audience": "Readers who asked this",
        "language": "en",
        "topics": ["Questions from readers"],
        "summary": f"To be written: an answer to a question that was asked {_times(group.count)}.",
        "questions": [_line(wording.text) for wording in group.wordings[:MOST_QUESTIONS]],
        "sources": _sources(nearest, site, today),
    }
    written = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False)
    for key in ("published", "as_of"):  # a date, and no text that looks like one
        written = written.replace(f"{key}: '{today}'", f"{key}: {today}")
    return f"---\n{written}---\n\n{_comment(nearest)}{NOT_WRITTEN}\n{_related(nearest, site)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _sources(nearest: Sequence[Retrieved], site: str, today: date) -> list[dict[str, str]]:
    sources: dict[str, dict[str, str]] = {}
    for hit in nearest:
        meta, id = hit.meta, hit.passage.document_id
        source = {"id": id, "title": meta.title[:MOST_TITLE_CHARS], "publisher": meta.publisher or meta.title}
        source["url"] = f"{site}/documents/{id}"
        if meta.published and meta.published <= today:
            source["date"] = meta.published.isoformat()
        sources.setdefault(id, source)
    return list(sources.values())


def _related(nearest: Sequence[Retrieved], site: str) -> str:
    """A link to each of the nearest passages, under the heading that is for links alone."""
    if not nearest:
        return ""
    lines = [f"- [{_label(hit)}]({site}/passages/{hit.passage.id})[^{hit.passage.document_id}]" for hit in nearest]
    return "\n## Related documents\n\n" + "\n".join(lines) + "\n"


def _label(hit: Retrieved) -> str:
    """The title and place of a passage, with nothing in it that Markdown would act on."""
    place = " › ".join([hit.meta.title, *(part for part in hit.passage.section[-1:] if part != hit.meta.title)])
    return "".join(f"\\{c}" if c in "\\`*_<&" else _BRACKETS.get(c, c) for c in _line(place))


def _comment(nearest: Sequence[Retrieved]) -> str:
    """What the nearest passages say, for whoever writes the answer."""
    if not nearest:
        return ""
    said = [f"{_line(hit.meta.title)}\n{_line(hit.passage.text)}" for hit in nearest]
    words = "\n\n".join(["What the library has that is nearest; this comment is not read:", *said])
    return f"<!--\n{words.replace('-', '‐')}\n-->\n\n"


def _line(text: str) -> str:
    """`text` on one line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
