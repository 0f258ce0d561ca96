"""The check that a generation must pass, in a process of its own, before anybody reads from it.

`main` takes the generation's folder, its number and, if it lies on a server, Chroma's address; it ends with code 0 if
all is well and otherwise prints what is not. Counting alone proves nothing (a damaged index still counts), so every
vector is fetched and a sample of passages must be its own nearest neighbour.
"""

import json
import sys
from pathlib import Path

import numpy as np

from corpus.concordance import Concordance
from corpus.glossary import Glossary
from corpus.lexicon import Lexicon
from corpus.types import Tier
from corpus.vectors import VectorIndex

PROBES = 50


def problems(folder: Path, number: int, chroma_url: str = "") -> list[str]:
    """What is wrong with the generation in `folder`; empty when it can be served."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    lexicon = Lexicon(folder / "lexicon")
    concordance = Concordance(folder / "concordance")
    for tier in Tier:
        Glossary.from_records(json.loads((folder / f"glossary-{tier.label}.json").read_text(encoding="utf-8")))
    index = VectorIndex(folder / "chroma", number, chroma_url)
    found = concordance.problems()
    if concordance.documents() != int(manifest["documents"]):
        found.append(f"the concordance holds {concordance.documents()} of {manifest['documents']} documents")
    try:
        for tier in Tier:
            expected = int(manifest["passages"][tier.label])
            found += _vector_problems(index, tier, expected)
            if lexicon.size(tier) != expected:
                found.append(f"the lexical index of {tier.label} holds {lexicon.size(tier)} of {expected} passages")
    finally:
        index.close()
    return found


def _vector_problems(index: VectorIndex, tier: Tier, expected: int) -> list[str]:
    vectors = index.vectors(tier)
    if len(vectors) != expected:
        return [f"the vector index of {tier.label} gives back {len(vectors)} of {expected} passages"]
    if any(abs(float(np.linalg.norm(vector)) - 1.0) > 1e-2 for vector in vectors.values()):
        return [f"the vector index of {tier.label} gives back vectors that are not of unit length"]
    ids = sorted(vectors)
    missed = []
    for id in ids[:: max(1, len(ids) // PROBES)]:
        hits = index.nearest(vectors[id], 3, [tier])
        if not hits or abs(hits[0][1] - 1.0) > 1e-3 or np.isnan(hits[0][1]):
            missed.append(id)
    if missed:
        return [f"{len(missed)} probes of {tier.label} did not find their own passage"]
    return []


def main() -> None:
    """Checks the generation that the command line names; exits with 1 and the problems on standard error."""
    folder, number, url = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    found = problems(folder, number, url)
    if found:
        sys.exit("; ".join(found))


if __name__ == "__main__":
    main()
