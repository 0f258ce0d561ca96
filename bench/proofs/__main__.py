"""`python -m bench.proofs`: who sees what, put to the proof at full size, with the carried models.

A line for each proof, `NAME tried=… failed=… worst=…`. Ends with 1 if one has failed.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bench.measuring import ROOT
from bench.proofs.canaries import PER_DOCUMENT, canaries, secrets_above, write
from bench.proofs.hunt import hunt, known, visible
from bench.proofs.identities import identities, sign_on_in
from bench.proofs.libraries import ProvenLibrary, built, serving
from bench.proofs.proof import Proof
from bench.proofs.read_as import ReadAs
from bench.proofs.schemas import conforming
from bench.proofs.tightening import Trial, tightened
from bench.proofs.timing import told_apart
from corpus.encoder import CARRIED
from corpus.types import Tier
from ingest.embed import ensure_model
from portal.identity import Reader
from portal.keys import FILE, KeyRing
from portal.parts import Parts
from qa.inquiry import Models
from qa.read import CARRIED_READER, AnswerReader

PAPERS = ROOT / "corpus" / "documents" / "white-paper"
ROLES = {"public": "none", "member": "member", "staff": "staff", "key": "key"}


class Visits:
    """Clients of one running app, by tier; they share its loop."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._running = TestClient(app)

    def __enter__(self) -> "Visits":
        self._running.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._running.__exit__(*error)

    def of(self, tier: Tier) -> TestClient:
        """A client that reads at `tier`."""
        client = TestClient(ReadAs(self._app, Reader(tier)), base_url="http://localhost", raise_server_exceptions=False)
        client.portal = self._running.portal
        return client


@contextmanager
def library_of(folder: Path, models: Models, *groups: Sequence[Path]) -> Iterator[tuple[ProvenLibrary, dict[str, str]]]:
    """A new library of the papers and of the files in `groups`, in `folder`, and the ids of its documents by their
    files' names.

    Each group goes in by itself: the model's last digits depend on what is embedded together.
    """
    library = ProvenLibrary(folder, models)
    try:
        found = library.ingest(PAPERS)
        for group in groups:
            found |= library.ingest(PAPERS, *group, rebuild=True)
        yield library, found
    finally:
        library.close()


def main() -> None:
    """Tries each promise and prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.proofs", description=__doc__)
    parser.add_argument("--canaries", type=int, default=1000, help="canary sentences (default: 1000)")
    parser.add_argument("--questions", type=int, default=2000, help="requests by readers below (default: 2000)")
    parser.add_argument("--changes", type=int, default=1000, help="documents taken back (default: 1000)")
    parser.add_argument("--readers", type=int, default=32, help="readers meanwhile (default: 32)")
    parser.add_argument("--cases", type=int, default=5000, help="contract cases for each role (default: 5000)")
    options = parser.parse_args()
    models = Models(ensure_model(ROOT / ".bench" / "models", CARRIED), AnswerReader(CARRIED_READER))
    logging.getLogger().handlers.clear()  # what making a model has set up, which would tell of each request
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for proof in _proofs(Path(folder), models, options):
            print(proof.line, flush=True)
            failed += len(proof.failures)
    sys.exit(1 if failed else 0)


def _proofs(folder: Path, models: Models, options: argparse.Namespace) -> Iterator[Proof]:
    made = canaries(options.canaries)
    above = folder / "above"
    above.mkdir()
    paths = write(above, made)
    members = [path for path in paths if _is_for_members(path)]
    staff = [path for path in paths if path not in members]
    with ExitStack() as opened, library_of(folder / "all", models, members, staff) as (library, found):
        visits = opened.enter_context(Visits(built(library.desk)))
        passages = {name: library.passages(id) for name, id in found.items()}
        hidden = known(visits.of(Tier.STAFF), found, passages, made)
        for tier in (Tier.MEMBER, Tier.STAFF):
            yield visible(visits.of(tier), made, tier)
        for tier in (Tier.PUBLIC, Tier.MEMBER):
            readable = members if tier is Tier.MEMBER else []
            with library_of(folder / tier.label, models, readable, []) as (without, _):
                others = opened.enter_context(Visits(built(without.desk)))
                own = [each for each in hidden if each.canary.tier > tier]
                secrets = secrets_above(made, tier)
                yield hunt(visits.of(tier), others.of(tier), own, secrets, options.questions // 2)
        yield told_apart(visits.of(Tier.PUBLIC), hidden, 2000)
        yield from _contract(folder, library, options.cases)
    yield from _tightening(folder, models, options)


def _is_for_members(path: Path) -> bool:
    return "access: member" in path.read_text(encoding="utf-8")


def _contract(folder: Path, library: ProvenLibrary, cases: int) -> Iterator[Proof]:
    sign_on, keys = sign_on_in(folder), KeyRing(folder / FILE)
    who = {each.name: dict(each.headers) for each in identities(sign_on, keys)}
    with serving(built(library.desk, Parts(sign_on=sign_on, keys=keys))) as address:
        for role, name in ROLES.items():
            yield conforming(address, role, who[name], cases)
    sign_on.sessions.close()


def _tightening(folder: Path, models: Models, options: argparse.Namespace) -> Iterator[Proof]:
    made = canaries(options.changes * PER_DOCUMENT, (Tier.PUBLIC,))
    open_to_all = folder / "open"
    open_to_all.mkdir()
    write(open_to_all, made)
    with library_of(folder / "tightening", models, [open_to_all]) as (library, found):
        passages = {name: library.passages(id) for name, id in found.items()}
        places = {c.secret: (found[c.name], passages[c.name][c.number % len(passages[c.name])]) for c in made}
        trial = Trial(options.readers, lambda: library.ingest(PAPERS), options.changes // 2)
        yield tightened(library, made, places, found["glossary-public.md"], trial)


if __name__ == "__main__":
    main()
