"""Generations: the indexes of the whole library, built aside, verified in another process, then switched on.

    index/000007.building/   being written; worthless if its writer dies
    index/000007/            complete and verified
    generations table        which one is active; the one before is kept for going back

The switch is one SQLite transaction that also makes the staged versions current.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import Catalogue, StoredPassage
from corpus.concordance import write_concordance
from corpus.errors import IndexUnavailable
from corpus.glossary import Glossary, terms_of
from corpus.lexicon import Entry, write_lexicon
from corpus.recipe import Recipe
from corpus.types import Metadata, Tier
from corpus.vectors import VectorIndex

Step = Callable[[str], None]
"""Told the name of each step of a build as it is reached."""

VERIFY_TIMEOUT_S = 600


def folder_of(data: Path, number: int) -> Path:
    """Where generation `number` lies."""
    return data / "index" / f"{number:06d}"


def active(catalogue: Catalogue) -> int | None:
    """The number of the generation that readers use; None before the first."""
    rows = catalogue.database.rows("SELECT number FROM generations WHERE active = 1")
    return int(rows[0]["number"]) if rows else None


def readable_fingerprint(catalogue: Catalogue, tier: Tier) -> str:
    """What a reader of `tier` may read now: equal fingerprints, equal documents. It tells nothing of higher tiers, not
    even that something has changed there. Empty before the first generation."""
    if active(catalogue) is None:
        return ""
    rows = catalogue.database.rows(
        "SELECT d.id, v.checksum, v.recipe FROM documents d JOIN versions v ON v.number = d.current "
        "WHERE d.access <= ? ORDER BY d.id",
        (int(tier),),
    )
    state = json.dumps([[row["id"], row["checksum"], row["recipe"]] for row in rows])
    return hashlib.sha256(state.encode()).hexdigest()


def fingerprint(catalogue: Catalogue, recipe: Recipe) -> str:
    """What the next generation would hold: equal fingerprints, equal indexes."""
    state = json.dumps([catalogue.target_versions(), recipe.record()], sort_keys=True)
    return hashlib.sha256(state.encode()).hexdigest()


def is_current(catalogue: Catalogue, data: Path, recipe: Recipe) -> bool:
    """Whether the active generation already holds the library as it should be."""
    rows = catalogue.database.rows("SELECT number, fingerprint FROM generations WHERE active = 1")
    return bool(
        rows
        and rows[0]["fingerprint"] == fingerprint(catalogue, recipe)
        and (folder_of(data, rows[0]["number"]) / "manifest.json").exists()
    )


def build(
    catalogue: Catalogue, data: Path, recipe: Recipe, *, chroma_url: str = "", step: Step = lambda _: None
) -> int:
    """Builds, verifies and switches to the next generation. Returns its number.

    Raises IndexUnavailable if it does not pass its check; the active generation then stays as it was.
    """
    number = _next_number(catalogue, data)
    mark = fingerprint(catalogue, recipe)
    building = folder_of(data, number).with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        _write(catalogue, building, number, recipe, chroma_url, step)
        step("before-verify")
        _verify(building, number, chroma_url)
        step("after-verify")
        building.rename(folder_of(data, number))
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    step("before-switch")
    _switch(catalogue, number, mark, recipe)
    step("after-switch")
    tidy(catalogue, data, chroma_url)
    return number


def tidy(catalogue: Catalogue, data: Path, chroma_url: str = "", *, keep: int = 2) -> None:
    """Removes every generation but the `keep` newest (the active one and the one before it), and what killed builds
    left."""
    newest = catalogue.database.rows("SELECT number FROM generations ORDER BY number DESC LIMIT ?", (keep,))
    kept = {row["number"] for row in newest}
    for folder in sorted((data / "index").glob("*")):
        if folder.suffix == ".building" or (folder.name.isdigit() and int(folder.name) not in kept):
            if chroma_url and folder.stem.isdigit():
                _drop_remote(folder, int(folder.stem), chroma_url)
            shutil.rmtree(folder, ignore_errors=True)
    with catalogue.database.writing() as write:
        write.execute(
            "DELETE FROM generations WHERE number NOT IN (SELECT number FROM generations ORDER BY number DESC LIMIT ?)",
            (keep,),
        )


def _next_number(catalogue: Catalogue, data: Path) -> int:
    rows = catalogue.database.rows("SELECT coalesce(max(number), 0) AS number FROM generations")
    on_disk = [int(folder.stem) for folder in (data / "index").glob("*") if folder.stem.isdigit()]
    return max([int(rows[0]["number"]), *on_disk]) + 1


def _write(catalogue: Catalogue, folder: Path, number: int, recipe: Recipe, chroma_url: str, step: Step) -> None:
    passages = catalogue.target_passages()
    stored = catalogue.vectors((item.content for _, item, _ in passages), recipe.model)
    missing = [item.passage.id for _, item, _ in passages if item.content not in stored]
    if missing:
        raise IndexUnavailable(f"{len(missing)} passages have no stored vector; run `python -m ingest --rebuild`.")
    by_tier: dict[Tier, list[tuple[StoredPassage, Metadata]]] = defaultdict(list)
    for tier, item, meta in passages:
        by_tier[tier].append((item, meta))
    index = VectorIndex(folder / "chroma", number, chroma_url)
    try:
        for tier, items in sorted(by_tier.items()):
            index.add(tier, {item.passage.id: stored[item.content][0] for item, _ in items})
            step(f"vectors-{tier.label}")
    finally:
        index.close()
    glossary = _write_glossary(catalogue, folder)
    for tier, items in sorted(by_tier.items()):
        terms = glossary[tier]
        write_lexicon(folder / "lexicon" / tier.label, (_entry(item, meta, terms) for item, meta in items))
        step(f"lexicon-{tier.label}")
    for tier, texts in sorted(_texts(catalogue).items()):
        write_concordance(folder / "concordance" / tier.label, texts)
        step(f"concordance-{tier.label}")
    manifest = {
        "recipe": recipe.record(),
        "passages": {tier.label: len(by_tier[tier]) for tier in Tier},
        "documents": len({item.passage.document_id for _, item, _ in passages}),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _texts(catalogue: Catalogue) -> dict[Tier, list[tuple[str, int, str]]]:
    """(document id, version, text) of every document, by tier."""
    texts: dict[Tier, list[tuple[str, int, str]]] = defaultdict(list)
    for document_id, version in catalogue.target_versions():
        document = catalogue.version_document(version)
        texts[document.meta.access].append((document_id, version, document.text))
    return texts


def _entry(item: StoredPassage, meta: Metadata, glossary: Glossary) -> Entry:
    passage = item.passage
    heading = " ".join([meta.title, *passage.section, passage.speaker or ""])
    concepts = glossary.concepts(f"{heading}\n{passage.text}")
    return Entry(passage.id, passage.document_id, passage.text, heading, concepts)


def _write_glossary(catalogue: Catalogue, folder: Path) -> dict[Tier, Glossary]:
    """The terms that each tier may know of, written beside the indexes; by tier."""
    terms = {tier: list[dict[str, object]]() for tier in Tier}
    for _, version in catalogue.target_versions():
        document = catalogue.version_document(version)
        terms[document.meta.access] += Glossary(terms_of(document)).records()
    known: dict[Tier, Glossary] = {}
    for tier in Tier:
        visible = [record for lower in tier.visible() for record in terms[lower]]
        known[tier] = Glossary.from_records(visible)
        (folder / f"glossary-{tier.label}.json").write_text(json.dumps(visible, ensure_ascii=False), encoding="utf-8")
    return known


def _verify(folder: Path, number: int, chroma_url: str) -> None:
    """Opens and probes the new indexes in a process of its own, so that even a crash of theirs only fails the check."""
    root = str(Path(__file__).resolve().parent.parent)
    program = f"import sys; sys.path.insert(0, {root!r}); from corpus.verify import main; main()"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", program, str(folder), str(number), chroma_url],
            capture_output=True,
            text=True,
            timeout=VERIFY_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise IndexUnavailable(f"The new index did not pass its check within {VERIFY_TIMEOUT_S} s.") from error
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[-1:] or [f"the check ended with code {done.returncode}"]
        raise IndexUnavailable(f"The new index did not pass its check ({why[0]}); the one in use is unchanged.")


def _switch(catalogue: Catalogue, number: int, mark: str, recipe: Recipe) -> None:
    with catalogue.database.writing() as write:
        write.execute("UPDATE generations SET active = 0")
        write.execute(
            "INSERT INTO generations (number, fingerprint, recipe, built_at, active) VALUES (?, ?, ?, ?, 1)",
            (number, mark, json.dumps(recipe.record()), datetime.now(UTC).isoformat(timespec="seconds")),
        )
        rows = write.execute(
            "SELECT d.id, d.staged, json_extract(v.meta, '$.access') AS access, r.access AS ruled, r.retired "
            "FROM documents d JOIN versions v ON v.number = d.staged LEFT JOIN rulings r ON r.document_id = d.id"
        ).fetchall()
        for row in rows:
            if row["retired"]:  # by an editor, while this generation was made
                write.execute("UPDATE documents SET staged = NULL WHERE id = ?", (row["id"],))
                write.execute("DELETE FROM versions WHERE number = ?", (row["staged"],))
                continue
            access = max(int(Tier.named(row["access"])), row["ruled"] or 0)
            write.execute(
                "UPDATE documents SET current = staged, staged = NULL, removed_at = NULL, access = ? WHERE id = ?",
                (access, row["id"]),
            )


def _drop_remote(folder: Path, number: int, chroma_url: str) -> None:
    index = VectorIndex(folder / "chroma", number, chroma_url)
    try:
        index.drop()
    finally:
        index.close()
