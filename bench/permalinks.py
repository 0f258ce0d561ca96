"""Do links find their words again? Seeded edits of the library's documents: `python -m bench.permalinks`."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from corpus.folding import same
from corpus.settings import ROOT
from corpus.types import Document
from ingest.read import read
from ingest.split import Lengths, split
from qa.permalink.anchor import Found, Span, Text, find

DOCUMENTS = ROOT / "corpus" / "documents"
LINKS_PER_DOCUMENT = 12
NEW = "A paragraph of new words that nobody has read before now stands in this place."
TYPED = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})

Edit = Callable[[list[str], int, random.Random], list[str]]


def insert_before(blocks: list[str], at: int, _: random.Random) -> list[str]:
    return [*blocks[:at], NEW, *blocks[at:]]


def grow_neighbours(blocks: list[str], at: int, _: random.Random) -> list[str]:
    return [f"{block} {NEW}" if n in (at - 1, at + 1) else block for n, block in enumerate(blocks)]


def move(blocks: list[str], at: int, chance: random.Random) -> list[str]:
    rest = [*blocks[:at], *blocks[at + 1 :]]
    to = chance.randrange(len(rest) + 1)
    return [*rest[:to], blocks[at], *rest[to:]]


def retype(blocks: list[str], at: int, _: random.Random) -> list[str]:
    return [block.translate(TYPED).replace(" ", "  ", 1) for block in blocks]


def change_word(blocks: list[str], at: int, chance: random.Random) -> list[str]:
    words = blocks[at].split(" ")
    words[chance.randrange(len(words))] = "otherwise"
    return [*blocks[:at], " ".join(words), *blocks[at + 1 :]]


def deny(blocks: list[str], at: int, _: random.Random) -> list[str]:
    return [*blocks[:at], f"It is not so that {blocks[at]}", *blocks[at + 1 :]]


def delete(blocks: list[str], at: int, _: random.Random) -> list[str]:
    return [*blocks[:at], *blocks[at + 1 :]]


EDITS: dict[str, tuple[Edit, str]] = {
    "a paragraph inserted before": (insert_before, "whole"),
    "neighbours grew": (grow_neighbours, "whole"),
    "moved elsewhere": (move, "whole"),
    "typed differently": (retype, "whole"),
    "a word changed": (change_word, "reworded"),
    "denied": (deny, "reworded"),
    "deleted": (delete, "gone"),
}
"""Each edit, and what a link to the edited paragraph should find then."""


def main() -> None:
    """Prints, for each kind of edit, the share of links that opened at the right words under the right label."""
    right, total, wrong_words = Counter[str](), Counter[str](), Counter[str]()
    took = defaultdict[str, list[float]](list)
    for number, path in enumerate(sorted(DOCUMENTS.rglob("*.md"))):
        document = read(path, path.name)
        blocks = [document.text[block.start : block.end] for block in document.blocks]
        old = text_of(document)
        chance = random.Random(number)
        prose = [n for n, block in enumerate(document.blocks) if block.kind == "paragraph" and len(blocks[n]) > 80]
        for at in chance.sample(prose, min(LINKS_PER_DOCUMENT, len(prose))):
            span = document.blocks[at].start, document.blocks[at].end
            for name, (edit, expected) in EDITS.items():
                after = edit(blocks, at, chance)
                new = plain(after)
                began = time.perf_counter()
                found = find(old, span, new)
                took[name].append((time.perf_counter() - began) * 1000)
                total[name] += 1
                outcome = label(old, span, new, found)
                repeated = (
                    expected != "whole" and outcome == "whole"
                )  # another paragraph of the same words stands there
                right[name] += outcome == expected or repeated
                wrong_words[name] += outcome == "wrong"
    for name in EDITS:
        times = sorted(took[name])
        print(
            f"{name:28} right {right[name]:4} of {total[name]:4} ({right[name] / total[name]:6.1%}), "
            f"other words unlabelled {wrong_words[name]}, p50 {times[len(times) // 2]:.2f} ms, p95 "
            f"{times[int(len(times) * 0.95)]:.2f} ms"
        )
    count = sum(total.values())
    print(f"{'all':28} right {sum(right.values()):4} of {count:4} ({sum(right.values()) / count:.2%})")


def label(old: Text, span: Span, new: Text, found: Found | None) -> str:
    """`whole`, `reworded` or `gone`; `wrong` where words are shown as the same that are not."""
    if found is None:
        return "gone"
    if found.reworded:
        return "reworded"
    shown = " ".join(new.words[start:end] for start, end in found.spans)
    return "whole" if same(shown, old.words[span[0] : span[1]]) else "wrong"


def text_of(document: Document) -> Text:
    """The document as a link's search takes it."""
    passages = split(document, lambda text: len(text.split()), Lengths(120, 200))
    return Text(document.text, [span for passage in passages for span in passage.sentences])


def plain(blocks: list[str]) -> Text:
    """A version made of these blocks."""
    from corpus.sentences import sentences

    words, spans = "", list[Span]()
    for block in blocks:
        words += "\n\n" if words else ""
        spans += [(a + len(words), b + len(words)) for a, b in sentences(block)]
        words += block
    return Text(words, spans)


if __name__ == "__main__":
    main()
