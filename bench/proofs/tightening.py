"""Documents taken back while readers read: what a reader begins to read after the call has returned never has them.

Each read is one step: a whole request, or one event that is taken from a stream, however long that has been open.
"""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from bench.proofs.canaries import Canary, seen
from bench.proofs.libraries import ProvenLibrary
from bench.proofs.proof import Proof
from corpus.errors import NotFound
from corpus.types import Tier
from qa.types import Finished, Turn

Read = Callable[[Canary], object]


@dataclass
class Ledger:
    """When each secret was taken back (`monotonic`, once the call had returned), and what was seen too late."""

    closed: dict[str, float] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reads: int = 0

    def note(self, way: str, began: float, found: object) -> None:
        """One read by `way` that began at `began` and gave `found`."""
        self.reads += 1
        for secret in seen(repr(found)):
            closed = self.closed.get(secret)
            if closed is not None and began > closed:
                self.stale.append(f"{way} still has {secret}, {began - closed:.3f} s after it was taken back")


def ways(library: ProvenLibrary, places: dict[str, tuple[str, str]]) -> dict[str, Read]:
    """Every way to read, by a reader for whom all was open; `places` are (document id, passage id) by canary."""
    desk = library.desk

    def history(canary: Canary) -> tuple[Turn, ...]:
        return Turn("user", f"What is {canary.asked[1]}?"), Turn("assistant", canary.told)

    return {
        "ask": lambda c: desk.ask(f"Who signed the {c.asked[0]} agreement?"),
        "follow up": lambda c: desk.ask("And who signed it?", history=history(c)),
        "definition": lambda c: desk.ask(f"What is {c.asked[1]}?"),
        "misspelled": lambda c: desk.ask(f"Who signed the {c.asked[0][:-1]}x agreement?"),
        "search": lambda c: desk.search(f"{c.asked[0]} {c.asked[1]}"),
        "lookup": lambda c: desk.lookup(c.told),
        "mentions": lambda c: desk.mentions(c.asked[0]),
        "documents": lambda _: desk.documents(),
        "document": lambda c: desk.document(places[c.secret][0]),
        "passage": lambda c: desk.passage(places[c.secret][1]),
        "works": lambda c: desk.works(documents=[places[c.secret][0]]),
        "glossary": lambda _: desk.glossary().terms,
        "examples": lambda _: desk.examples(),
    }


def take_back(library: ProvenLibrary, document_id: str, *, remove: bool) -> None:
    """Removes the document, or closes it to all but the staff as an ingest of a tighter version does."""
    if remove:
        library.catalogue.remove(document_id)
        return
    _, document, passages = library.catalogue.document(document_id, Tier.STAFF)
    known = library.catalogue.current_passages([passage.id for passage in passages], Tier.STAFF)
    recipe = library.catalogue.known_version(document_id)
    assert recipe is not None  # it was found a line above
    tighter = replace(document, checksum=document.checksum[::-1], meta=replace(document.meta, access=Tier.STAFF))
    stored = [(passage, known[passage.id][0].content) for passage in passages]
    library.catalogue.stage(tighter, stored, recipe[1], library.models.encoder.card.identity, {})


def reading(
    library: ProvenLibrary, made: Sequence[Canary], reads: dict[str, Read], ledger: Ledger, seed: int
) -> Iterator[None]:
    """Reads on and on, in an order of its own; one step for each `next`."""
    order = random.Random(seed)
    while True:
        canary = order.choice(made)
        way = order.choice([*reads, "stream"])
        try:
            if way == "stream":
                yield from _streamed(library, canary, ledger)
            else:
                began = monotonic()
                ledger.note(way, began, reads[way](canary))
                yield
        except NotFound:
            if way not in ("document", "passage", "works"):
                ledger.errors.append(f"{way} of {canary.asked[0]} ended in NotFound")
            yield


def _streamed(library: ProvenLibrary, canary: Canary, ledger: Ledger) -> Iterator[None]:
    events = library.desk.stream(f"Who signed the {canary.asked[0]} agreement, and what limit did it set?")
    while True:
        began = monotonic()
        event = next(events)
        ledger.note(f"stream ({type(event).__name__})", began, event)
        yield
        if isinstance(event, Finished):
            return


def tightened(
    library: ProvenLibrary,
    made: Sequence[Canary],
    places: dict[str, tuple[str, str]],
    *,
    readers: int,
    rebuild: Callable[[], object],
    rebuild_after: int,
) -> Proof:
    """Takes all documents of `made` back, one by one, while `readers` threads read; `rebuild` makes a new generation
    in the midst, after `rebuild_after` changes."""
    ledger, done = Ledger(), threading.Event()
    reads = ways(library, places)
    broken: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            for _ in reading(library, made, reads, ledger, seed):
                if done.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again below, by the thread that waits
            broken.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    documents = list(dict.fromkeys(places[canary.secret][0] for canary in made))
    try:
        for number, document_id in enumerate(documents):
            if number == rebuild_after:
                rebuild()
            take_back(library, document_id, remove=number % 2 == 0)
            closed = monotonic()
            own = [canary for canary in made if places[canary.secret][0] == document_id]
            ledger.closed |= {canary.secret.lower(): closed for canary in own}
            _read_after(reads, own[0], ledger)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    if broken:
        raise broken[0]
    notes = f"{ledger.reads} reads by {readers} readers"
    return Proof("stale reads after a document was taken back", len(documents), (*ledger.stale, *ledger.errors), notes)


def _read_after(reads: dict[str, Read], canary: Canary, ledger: Ledger) -> None:
    """Reads the document that was just taken back, in every way."""
    for way, read in reads.items():
        began = monotonic()
        try:
            ledger.note(way, began, read(canary))
        except NotFound:
            if way not in ("document", "passage", "works"):
                ledger.errors.append(f"{way} of {canary.asked[0]} ended in NotFound")
