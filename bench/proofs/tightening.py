"""Documents taken back while readers read: what a reader begins to read after the call has returned never has them.

Each read is one step: a whole request, or one event that is taken from a stream, however long that has been open.
"""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from time import monotonic

from bench.proofs.canaries import Canary, glossary_secret, seen
from bench.proofs.libraries import ProvenLibrary
from bench.proofs.proof import Proof
from corpus import rulings
from corpus.errors import NotFound
from corpus.types import Tier
from ingest.sources import Memory
from qa.types import Finished, Turn

Read = Callable[[Canary], object]
NAMED = "document", "passage", "works"
"""The ways that name what they read, and may be told that it is not there."""


@dataclass
class Ledger:
    """When each secret was taken back (`monotonic`, once the call had returned), and what was seen too late.

    The words of documents that were `removed` are kept for the links to their passages, and for nothing else.
    """

    closed: dict[str, float] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    stale: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reads: int = 0

    def note(self, way: str, began: float, found: object) -> None:
        """One read by `way` that began at `began` and gave `found`."""
        self.reads += 1
        for secret in seen(repr(found)):
            closed = self.closed.get(secret)
            kept = way == "passage" and secret in self.removed
            if closed is not None and began > closed and not kept:
                self.stale.append(f"{way} still has {secret}, {began - closed:.3f} s after it was taken back")

    def read(self, way: str, read: Read, canary: Canary) -> None:
        """Reads about `canary` by `way`, and notes what that gave."""
        began = monotonic()
        try:
            self.note(way, began, read(canary))
        except NotFound:
            if way not in NAMED:
                self.errors.append(f"{way} of {canary.asked[0]} ended in NotFound")


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


def take_back(library: ProvenLibrary, document_id: str, *, remove: bool, by_editor: bool = False) -> None:
    """Removes the document, or closes it to all but the staff: as an ingest does of a file that is gone or has a
    tighter version, or as the staff's pages do."""
    if by_editor and remove:
        rulings.retire(library.catalogue.database, document_id)
    elif by_editor:
        rulings.retier(library.catalogue.database, document_id, Tier.STAFF)
    elif remove:
        _remove(library, document_id)
    else:
        _tighten(library, document_id)


def _remove(library: ProvenLibrary, document_id: str) -> None:
    memory = Memory(library.catalogue.database)
    library.catalogue.remove(document_id)
    for path, source in memory.all().items():
        if source.document_id == document_id:
            memory.forget(path)


def _tighten(library: ProvenLibrary, document_id: str) -> None:
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
        if way == "stream":
            yield from _streamed(library, canary, ledger)
        else:
            ledger.read(way, reads[way], canary)
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


@contextmanager
def at_work(steps: Sequence[Iterator[None]]) -> Iterator[None]:
    """A thread for each of `steps`, which takes one after another until the block ends; raises what ended one early."""
    done = threading.Event()
    broken: list[BaseException] = []

    def work(own: Iterator[None]) -> None:
        try:
            for _ in own:
                if done.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised again below, by the thread that waits
            broken.append(error)

    threads = [threading.Thread(target=work, args=(own,)) for own in steps]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
    if broken:
        raise broken[0]


@dataclass(frozen=True, slots=True)
class Trial:
    """How much is tried: `readers` at once, a new generation of the indexes made by `rebuild` after `rebuild_after`
    changes, and `ways_after` reads by this thread after each change."""

    readers: int
    rebuild: Callable[[], object]
    rebuild_after: int
    ways_after: int = 3


def tightened(
    library: ProvenLibrary, made: Sequence[Canary], places: dict[str, tuple[str, str]], glossary: str, trial: Trial
) -> Proof:
    """Takes the `glossary` and all documents of `made` back, one by one, while others read."""
    ledger, reads = Ledger(), ways(library, places)
    turns = cycle(reads)
    steps = [reading(library, made, reads, ledger, seed) for seed in range(trial.readers)]
    secrets: dict[str, set[str]] = {glossary: {glossary_secret(Tier.PUBLIC).lower()}}
    for canary in made:
        secrets.setdefault(places[canary.secret][0], set()).add(canary.secret.lower())
    about = {places[canary.secret][0]: canary for canary in made}
    with at_work(steps):
        for number, (document_id, own) in enumerate(secrets.items()):
            if number == trial.rebuild_after:
                trial.rebuild()
            remove = number % 2 == 0
            ledger.removed |= own if remove else set()
            take_back(library, document_id, remove=remove, by_editor=number % 4 >= 2)
            closed = monotonic()
            ledger.closed |= dict.fromkeys(own, closed)
            for way in islice(turns, trial.ways_after):
                ledger.read(way, reads[way], about.get(document_id, made[0]))
    notes = f"{ledger.reads} reads by {trial.readers} readers"
    return Proof("stale reads after a document was taken back", len(secrets), (*ledger.stale, *ledger.errors), notes)
