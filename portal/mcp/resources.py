"""What an MCP client may read: the library's documents, listed, and any passage by its id.

Nothing here knows the protocol; `portal.mcp.server` does.
"""

import json
import re
from dataclasses import dataclass

from corpus.errors import NotFound
from corpus.types import LibraryEntry, Tier
from portal.mcp.tools import absolute
from qa.desk import Desk
from qa.render import entry_json, passage_view_json

DOCUMENT, PASSAGE = "refdesk://documents/{document_id}", "refdesk://passages/{passage_id}"
PAGE = 100
_ADDRESS = re.compile(r"refdesk://(documents|passages)/([^/?#]{1,200})")


@dataclass(frozen=True, slots=True)
class Content:
    """One form of a resource."""

    media_type: str
    text: str


def listed(desk: Desk, tier: Tier, cursor: str) -> tuple[tuple[LibraryEntry, ...], str]:
    """A page of the documents, and the cursor of the next ("" after the last). Raises NotFound for a cursor that was
    never given."""
    entries = desk.documents(tier=tier)
    if cursor and not re.fullmatch(r"[1-9]\d{0,8}", cursor):
        raise NotFound("There is no such page of the list.")
    start = int(cursor or 0)
    end = start + PAGE
    return entries[start:end], str(end) if end < len(entries) else ""


def read(desk: Desk, address: str, tier: Tier, base: str) -> tuple[Content, ...]:
    """The words of the resource, and what is known of it as JSON. Raises NotFound."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise NotFound("There is no such resource.")
    kind, id = found.groups()
    if kind == "documents":
        document = desk.document(id, tier=tier)
        text, known = document.document.text, entry_json(document.entry)
    else:
        passage = desk.passage(id, tier=tier)
        text, known = passage.passage.text, passage_view_json(passage)
    about = json.dumps(absolute(known, base), ensure_ascii=False)
    return Content("text/plain", text), Content("application/json", about)
