"""One quotation put to the library: every place that has its words, and what they amount to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.lookup.attribution import Named
from qa.lookup.compare import Comparison, compare
from qa.lookup.joins import join_warnings
from qa.lookup.matter import warnings_of
from qa.lookup.nearest import PARAPHRASE_AT_LEAST, Nearest
from qa.lookup.pieces import everywhere, gathered
from qa.lookup.quoted import Quoted, by_rules, literal
from qa.lookup.search import LONGEST_INSERTION_WORDS, LONGEST_OMISSION_WORDS, Place, Search
from qa.lookup.sources import Room, Sources, occurrence, words_at
from qa.lookup.types import Finding, Occurrence, Quotation, Verdict

MOST_LISTED = 1000
"""Places of one quotation that are listed; all are counted."""

_MOST_COMPARED = 20_000
_ALTERED_SHARE = 0.6
_ALTERED_SAYS = 0.6
_ALTERED_LONG = (8, 0.4)
"""From this share of matching words on, which must say so much of the whole, a quotation counts as altered; of so many
words a smaller share will do."""

_LISTED_PART_WORDS = 4
"""Of a shorter part of a stitched quotation only the place beside the other parts is listed."""

_ALIKE = 0.85
_WHOLE_AT_LEAST = 0.8
NEAREST_NEEDS_WORDS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A place, and the comparison of the quotation's words with those there."""

    place: Place
    comparison: Comparison
    occurrence: Occurrence


class Inquest:
    """Puts quotations to `rooms`, what one reader may see. `near` finds passages by meaning."""

    def __init__(self, rooms: Sequence[Room], sources: Sources, near: Callable[[str], Nearest]) -> None:
        self._rooms = rooms
        self._by_shelf = {id(room.shelf): room for room in rooms}
        self._sources = sources
        self._near = near

    def find(self, quotation: Quotation, named: Named) -> Finding:
        """What the library says of `quotation`, for which the draft names `named`."""
        for way in (self._literal, self._by_rules, self._nearly):
            finding = way(quotation, named)
            if finding is not None:
                return finding
        return self._nowhere(quotation)

    def has(self, text: str) -> bool:
        """Whether `text` as a whole is from the library: word for word, or altered a little."""
        whole = Quotation(text, 0, len(text))
        found = self._literal(whole, Named()) or self._by_rules(whole, Named()) or self._nearly(whole, Named())
        return found is not None and found.verdict in ("exact", "altered") and found.similarity >= _WHOLE_AT_LEAST

    # word for word

    def _literal(self, quotation: Quotation, named: Named) -> Finding | None:
        """The quotation as it stands, brackets and dots included."""
        hits: list[Hit] = []
        total = 0
        for room in self._rooms:
            quoted = literal(quotation.text, room.shelf.is_known)
            search = Search(room.shelf, room.allowed, quoted.words.keys)
            part = (0, len(quoted.words))
            starts = search.exact(part) if len(quoted.words) else ()
            total += len(starts)
            hits += self._some(quoted, named, (search.place(part, int(start)) for start in starts), len(hits))
        if not hits:
            return None
        exact = any(hit.comparison.is_exact for hit in hits)
        return _finding(quotation, named, "exact" if exact else "altered", hits, total)

    def _some(self, quoted: Quoted, named: Named, places: Iterable[Place], listed: int) -> list[Hit]:
        """The hits of as many places as are listed; of more, those that are exact, looked for among many."""
        hits: list[Hit] = []
        for number, place in enumerate(places):
            full = listed + len(hits) >= MOST_LISTED
            if full and (number >= _MOST_COMPARED or any(hit.comparison.is_exact for hit in hits)):
                break
            hit = self._hit(quoted, place, named)
            if not full or hit.comparison.is_exact:
                hits.append(hit)
        return hits

    def _by_rules(self, quotation: Quotation, named: Named) -> Finding | None:
        """The quotation with its ellipses and brackets read by the rules."""
        hits: list[Hit] = []
        for room in self._rooms:
            quoted = by_rules(quotation.text, room.shelf.is_known)
            if quoted is None:
                return None
            search = Search(room.shelf, room.allowed, quoted.words.keys)
            segments = quoted.segments()
            gaps = [
                LONGEST_OMISSION_WORDS if quoted.joint(first) == "omission" else LONGEST_INSERTION_WORDS
                for first, _ in segments[1:]
            ]
            hits += [self._hit(quoted, place, named) for place in search.chained(segments, gaps)[:MOST_LISTED]]
        if not hits:
            return None
        verdict: Verdict = "altered"
        if any(hit.comparison.is_exact for hit in hits):
            verdict = "exact"
        elif any(change.matter == "negation" for change in min(hits, key=_rank).comparison.changes):
            verdict = "stitched"
        return _finding(quotation, named, verdict, hits, len(hits))

    # nearly

    def _nearly(self, quotation: Quotation, named: Named) -> Finding | None:
        """The quotation with other words in it, or made of several places."""
        quoted = by_rules(quotation.text, self._is_known) or literal(quotation.text, self._is_known)
        searches = [Search(room.shelf, room.allowed, quoted.words.keys) for room in self._rooms]
        found = gathered(quoted, searches)
        if not found.places:
            return None
        if len(found.places) > 1 and found.matched >= _ALTERED_SHARE:
            return self._stitched(quotation, named, quoted, found.places, searches)
        best = max(found.places, key=lambda place: len(place.pairs))
        part = (0, len(quoted.words))
        own = next(search for search in searches if search.shelf is best.shelf)
        if not _is_altered(best, len(quoted.words), own.says(replace(best, part=part))):
            return None
        alike = self._alike(best, quoted, searches)
        places = [each for place in alike for each in everywhere(place, searches, part)]
        places = list({(id(place.shelf), place.start): place for place in reversed(places)}.values())[::-1]
        hits = [self._hit(quoted, place, named) for place in places[:MOST_LISTED]]
        return _finding(quotation, named, "altered", hits, len(places))

    def _alike(self, best: Place, quoted: Quoted, searches: Sequence[Search]) -> list[Place]:
        """`best`, and places with other words that are nearly as like the quotation."""
        alike = [best]
        words = {best.shelf.stream[best.start : best.end].tobytes()}
        for search in searches:
            for place in search.near((0, len(quoted.words))):
                own = place.shelf.stream[place.start : place.end].tobytes()
                if own not in words and len(place.pairs) >= _ALIKE * len(best.pairs):
                    words.add(own)
                    alike.append(place)
        return alike

    def _stitched(
        self, quotation: Quotation, named: Named, quoted: Quoted, places: Sequence[Place], searches: Sequence[Search]
    ) -> Finding:
        bounds = [0, *(place.part[0] for place in places[1:]), len(quoted.words)]
        hits: list[Hit] = []
        firsts: list[Hit] = []
        total = 0
        for number, place in enumerate(places):
            part = (bounds[number], bounds[number + 1])
            own_search = next(search for search in searches if search.shelf is place.shelf)
            seat = own_search.widened(place, part)
            listed = everywhere(place, searches, part) if len(place.pairs) >= _LISTED_PART_WORDS else []
            others = [seat, *(each for each in listed if each != seat)]
            total += len(others)
            own = [self._hit(quoted, each, named) for each in others[: MOST_LISTED - len(hits)]]
            firsts.append(own[0])
            hits += own[:1] + sorted(own[1:], key=_rank)
        finding = _finding(quotation, named, "stitched", firsts, total)
        warnings = join_warnings(quoted, [(hit.place, hit.occurrence) for hit in firsts], self._text_between)
        changed = [change for hit in firsts for change in hit.comparison.changes]
        return replace(
            finding,
            occurrences=tuple(hit.occurrence for hit in hits),
            similarity=round(sum(len(place.pairs) for place in places) / len(quoted.words), 4),
            warnings=(*warnings, *warnings_of(changed), *_wrong_place(named, firsts)),
        )

    # nowhere

    def _nowhere(self, quotation: Quotation) -> Finding:
        """The passages nearest in meaning; of a word or two there are none worth showing."""
        if len(literal(quotation.text, self._is_known).words) < NEAREST_NEEDS_WORDS:
            few = "So few words are only looked up as they stand; the library does not have them."
            return Finding(quotation, "not_found", 0.0, (), (), (few,))
        near = self._near(quotation.text)
        verdict: Verdict = "paraphrase" if near.cosine >= PARAPHRASE_AT_LEAST else "not_found"
        warning = (
            "The library does not have these words. What is shown says something like it, in other words."
            if verdict == "paraphrase"
            else "The library does not have these words."
        )
        return Finding(quotation, verdict, round(max(near.cosine, 0.0), 4), near.occurrences, (), (warning,))

    def _is_known(self, key: str) -> bool:
        return any(room.shelf.is_known(key) for room in self._rooms)

    def _hit(self, quoted: Quoted, place: Place, named: Named) -> Hit:
        room = self._by_shelf[id(place.shelf)]
        entry = room.entry(place.document)
        source = self._sources.of(entry.version)
        pairs = [(i, at - place.start) for i, at in place.pairs]
        comparison = compare(quoted, place.part, words_at(place.shelf, source, place.start, place.end), pairs)
        covers = _covered(quoted, place.part)
        found = occurrence(source, entry, comparison, covers, None)
        fits = named.fits(found, _around(source.document.text, found)) if named.label else None
        return Hit(place, comparison, replace(found, is_where_named=fits))

    def _text_between(self, first: Place, second: Place) -> str:
        """The words that lie between two places of one document."""
        entry = self._by_shelf[id(first.shelf)].entry(first.document)
        text = self._sources.of(entry.version).document.text
        return text[int(first.shelf.ends[first.end - 1]) : int(first.shelf.begins[second.start])]


def _is_altered(place: Place, words: int, says: float) -> bool:
    """Whether the matching words of a place, of so many, are enough to take it for what the quotation was made of."""
    share = len(place.pairs) / words
    if len(place.pairs) >= _ALTERED_LONG[0] and share >= _ALTERED_LONG[1]:
        return True
    return share >= _ALTERED_SHARE and says >= _ALTERED_SAYS


def _finding(quotation: Quotation, named: Named, verdict: Verdict, hits: Sequence[Hit], total: int) -> Finding:
    """The finding of `hits`, best first; exact words that are not where the draft says make it `elsewhere`."""
    ordered = sorted(hits, key=_rank)
    best = ordered[0].comparison
    wrong = _wrong_place(named, [hit for hit in ordered if verdict != "exact" or hit.comparison.is_exact])
    if verdict == "exact" and wrong:
        verdict = "elsewhere"
    return Finding(
        quotation, verdict, round(best.similarity, 4), tuple(hit.occurrence for hit in ordered), best.folded,
        (*warnings_of(best.changes), *wrong), total,
    )  # fmt: skip


def _rank(hit: Hit) -> tuple[bool, float, bool, int, str, int]:
    published = hit.occurrence.meta.published
    return (
        not hit.comparison.is_exact,
        -hit.comparison.similarity,
        hit.occurrence.is_where_named is False,
        -published.toordinal() if published else 0,
        hit.occurrence.document_id,
        hit.occurrence.start,
    )


def _wrong_place(named: Named, hits: Sequence[Hit]) -> tuple[str, ...]:
    """That none of the places is where the draft says; empty if one is, or it says nothing."""
    if not named.label or not hits or any(hit.occurrence.is_where_named for hit in hits):
        return ()
    first = hits[0].occurrence
    voice = f", by {first.speaker}" if first.speaker else ""
    more = len({hit.occurrence.document_id for hit in hits}) - 1
    others = f" and in {more} other document{'s' if more > 1 else ''}" if more else ""
    return (f"Your draft names {named.label}; the library has these words in “{first.meta.title}”{voice}{others}.",)


def _covered(quoted: Quoted, part: tuple[int, int]) -> tuple[int, int]:
    """The offsets of the words `part` in the quotation's text, with the marks at its own ends."""
    spans, (first, last) = quoted.words.spans, part
    begin = 0 if first == 0 else spans[first][0]
    return begin, len(quoted.words.text) if last == len(spans) else spans[last][0]


def _around(text: str, place: Occurrence) -> str:
    """The paragraph of a place, its headings and the title: where a speaker would be named."""
    start = text.rfind("\n\n", max(0, place.start - 1500), place.start) + 2
    end = text.find("\n\n", place.end, place.end + 1500)
    words = text[start if start > 1 else max(0, place.start - 1500) : end if end >= 0 else place.end + 1500]
    return " \n ".join([place.meta.title, *place.section, words])
