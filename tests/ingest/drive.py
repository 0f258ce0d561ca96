"""One ingest in a process of its own, with the fake encoder; it may be told to kill itself at a step.

drive.py ingest DATA FOLDER [STEP[:N]]    kills itself when it reaches STEP for the N-th time
drive.py stage DATA                       stages documents without end, printing each id once it is stored
"""

import os
import signal
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from conftest import HashEncoder, Library  # noqa: E402 - the line above says where it is

from corpus.types import Block, Document, Metadata, Passage  # noqa: E402


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def ingest(data: str, folder: str, step: str = "") -> None:
    name, _, count = step.partition(":")
    left = int(count or 1)

    def reached(step: str, about: str) -> None:
        nonlocal left
        say(step)
        left -= step == name
        if step == name and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    library = Library(Path(data), HashEncoder())
    library.ingest(Path(folder), step=reached, prune=True)
    library.close()


def stage(data: str) -> None:
    library = Library(Path(data), HashEncoder())
    text = "Words that fill a passage of a document to be stored. " * 40
    size = len(text) // 20
    say("ready")
    for number in range(1_000_000):
        id = f"document-{number}"
        document = Document(id, Metadata(id), str(number), text, (), (Block("paragraph", 0, len(text)),))
        passages = []
        for n in range(20):
            start, end = n * size, n * size + size
            passages.append((Passage(f"{id}-{n}", id, text[start:end], start, end, (), None, n, None, ()), f"{id}-{n}"))
        vectors = {content: (library.encoder.questions([content])[0],) * 2 for _, content in passages}
        library.catalogue.stage(document, passages, "recipe", "model", vectors)
        say(id)


if __name__ == "__main__":
    {"ingest": ingest, "stage": stage}[sys.argv[1]](*sys.argv[2:])
