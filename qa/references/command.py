"""References in a terminal: those under an answer, and `--cite`."""

from collections.abc import Sequence
from datetime import date

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.errors import NotFound
from corpus.settings import Settings
from corpus.types import Tier
from qa.references.cite import exported, references
from qa.references.gather import gathered
from qa.references.styles import style_named
from qa.references.works import Work, cited_passage
from qa.types import Answer


def printed(settings: Settings, ids: Sequence[str], style: str, form: str | None, tier: Tier) -> str:
    """The references of passages and documents, one a line, or a file of them.

    Loads no model. Raises NotFound for an id that a reader of `tier` may not see, StyleError, ReferencesUnavailable.
    """
    database = Database(settings.catalogue_path, must_exist=True)
    try:
        catalogue = Catalogue(database)
        works = [_work(catalogue, id, tier) for id in ids]
    finally:
        database.close()
    return _made(works, settings, style, form)


def under(answer: Answer, settings: Settings, style: str, form: str | None) -> dict[int, str]:
    """The references of an answer's citations, or of the nearest passages, by their markers; a file of them all under
    the first marker."""
    citations = answer.citations if answer.answerable else answer.related
    works = [cited_passage(citation) for citation in citations]
    if style_named(style).is_file:
        return {citations[0].marker: _made(works, settings, style, form)} if works else {}
    return {
        citation.marker: line
        for citation, line in zip(citations, _made(works, settings, style, form).splitlines(), strict=True)
    }


def _made(works: Sequence[Work], settings: Settings, style: str, form: str | None) -> str:
    chosen = style_named(style)
    base_url = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    today = date.today()
    if chosen.is_file:
        return exported(works, chosen, base_url=base_url, accessed=today)
    made = references(works, chosen, form=form, base_url=base_url, accessed=today)
    return "".join(f"{reference.text}\n" for reference in made)


def _work(catalogue: Catalogue, id: str, tier: Tier) -> Work:
    """The passage or document with this id."""
    try:
        return gathered(catalogue, tier, passages=[id])[0]
    except NotFound:
        try:
            return gathered(catalogue, tier, documents=[id])[0]
        except NotFound:
            raise NotFound(f"The library has no passage or document '{id}' that you can read.") from None
