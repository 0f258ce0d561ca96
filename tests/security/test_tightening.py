"""Documents taken back under readers: not one read that begins afterwards has them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bench.proofs.canaries import PER_DOCUMENT, Canary, canaries, glossary_secret, write
from bench.proofs.hunt import Hidden, hunt, known
from bench.proofs.libraries import ProvenLibrary, built
from bench.proofs.tightening import Trial, take_back, tightened
from corpus.types import Tier
from portal.identity import Reader

Open = Callable[[Path], ProvenLibrary]
CHANGES = 100


def opened(folder: Path, open_proven: Open, papers: Path, made: list[Canary]) -> tuple[ProvenLibrary, dict[str, str]]:
    """A library of public canaries, and the ids of their documents."""
    (folder / "papers").mkdir()
    write(folder / "papers", made)
    library = open_proven(folder / "data")
    return library, library.ingest(folder / "papers", papers)


def test_nothing_is_read_after_it_was_taken_back(tmp_path: Path, open_proven: Open, known_papers: Path) -> None:
    made = canaries(CHANGES * PER_DOCUMENT, (Tier.PUBLIC,))
    library, found = opened(tmp_path, open_proven, known_papers, made)
    passages = {name: library.passages(id) for name, id in found.items()}
    places = {c.secret: (found[c.name], passages[c.name][c.number % len(passages[c.name])]) for c in made}
    trial = Trial(readers=2, rebuild=lambda: library.ingest(known_papers), rebuild_after=CHANGES // 2)
    proof = tightened(library, made, places, found["glossary-public.md"], trial)
    assert proof.tried == CHANGES + 1
    assert proof.failures == ()


def test_no_way_over_http_shows_what_was_taken_back(
    tmp_path: Path, open_proven: Open, known_papers: Path, visiting: Callable[[Any, Reader], TestClient]
) -> None:
    made = canaries(8 * PER_DOCUMENT, (Tier.PUBLIC,))
    library, found = opened(tmp_path, open_proven, known_papers, made)
    client = visiting(built(library.desk), Reader())
    passages = {name: library.passages(id) for name, id in found.items()}
    hidden: list[Hidden] = known(client, found, passages, made)
    assert client.get("/").status_code == 200
    for number, id in enumerate(sorted({each.document_id for each in hidden})):
        take_back(library, id, remove=False, by_editor=number % 2 == 0)
    take_back(library, found["glossary-public.md"], remove=True)
    secrets = {canary.secret.lower() for canary in made} | {glossary_secret(Tier.PUBLIC).lower()}
    proof = hunt(client, None, hidden, secrets, 100)
    assert proof.failures == ()
