"""How big Refdesk is, how soon it is ready, and how much memory it takes.

    python -m bench.start_and_size [--skip-install]

Installs it into an empty environment (timed; what pip has cached is not downloaded again), ingests the documents that
come along, starts the app several times, and asks it questions. Fails if the serving path imports torch.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import venv
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from psutil import Process

from bench.measuring import MEBIBYTE, ROOT, MemoryWatch, report, resident, run
from bench.serving import ingest_library, post, serving
from qa.evaluate.gold import load_gold

STARTS = 5
QUESTIONS = 100
HEAVY = ("torch", "transformers", "sentence_transformers", "langchain_huggingface", "onnx")
_IMPORTED = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+([\w.]+)$", re.MULTILINE)


def size_of(folder: Path) -> int:
    """Bytes of the files below `folder`; a file that has several names there counts once."""
    seen, total = set(), 0
    for parent, _, names in os.walk(folder):
        for name in names:
            status = (Path(parent) / name).lstat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_size
    return total


def installed(work: Path) -> dict[str, Any]:
    """Installs Refdesk, without what only developers need, into an empty environment."""
    folder = work / "environment"
    venv.create(folder, with_pip=True)
    program = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    constraints = str(ROOT / "constraints.txt")
    taken = run([str(program), "-m", "pip", "install", "--quiet", "--constraint", constraints, str(ROOT)])
    packages = next(folder.glob("lib*/python*/site-packages"), folder / "Lib" / "site-packages")
    sizes = {each.name: _size_of_package(each) for each in distributions(path=[str(packages)])}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:8]
    return {
        "install seconds": round(taken.seconds, 1),
        "install MiB": round(size_of(folder) / MEBIBYTE),
        "packages": len(sizes),
        "largest, MiB": {name: round(sizes[name] / MEBIBYTE) for name in largest},
    }


def _size_of_package(package: Any) -> int:
    paths = (Path(package.locate_file(file)) for file in package.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())


def ingested(data: Path) -> dict[str, Any]:
    """The first ingest of the library (it also converts the embedding model), and later ones, when nothing is new."""
    first = ingest_library(data)
    again = [ingest_library(data).seconds for _ in range(STARTS)]
    made = json.loads(first.output)
    return {
        "first ingest seconds": round(first.seconds, 1),
        "first ingest passages": made["passages_embedded"],
        "first ingest peak MiB": round(first.peak_bytes / MEBIBYTE),
        "ingest again seconds": round(statistics.median(again), 2),
        "data folder MiB": round(size_of(data) / MEBIBYTE, 1),
    }


def started(data: Path) -> dict[str, Any]:
    """How soon the app is ready, and what it holds in memory before and after it has been asked."""
    seconds, ready, afterwards, peaks = [], [], [], []
    questions = [gold.turns[0] for gold in load_gold()][:QUESTIONS]
    for number in range(STARTS):
        with serving(data) as served, MemoryWatch(served.process.pid) as watch:
            seconds.append(served.seconds_to_ready)
            ready.append(resident(Process(served.process.pid)))
            if number == 0:
                for question in questions:
                    post(served.address, question)
                afterwards.append(resident(Process(served.process.pid)))
        peaks.append(watch.peak_bytes)
    return {
        "app ready seconds": round(statistics.median(seconds), 2),
        "app ready MiB": round(statistics.median(ready) / MEBIBYTE),
        f"app MiB after {len(questions)} questions": round(afterwards[0] / MEBIBYTE),
        "app peak MiB": round(max(peaks) / MEBIBYTE),
    }


def heavy_imports(data: Path, work: Path) -> list[str]:
    """The heavy libraries that starting the app and asking it a question imports; none is as it should be."""
    log = work / "imports"
    with serving(data, "-X", "importtime", errors=log) as served:
        post(served.address, "Which countries will host missile defense systems?")
    imported = {name.partition(".")[0] for name in _IMPORTED.findall(log.read_text(encoding="utf-8"))}
    assert "onnxruntime" in imported, "the list of imports could not be read"
    return sorted(imported.intersection(HEAVY))


def main() -> None:
    """Measures, prints the table, writes the results; exits with 1 if serving imports torch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skip-install", action="store_true", help="leave out the fresh environment (minutes)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="refdesk-bench-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        figures: dict[str, Any] = {} if options.skip_install else installed(work)
        figures |= ingested(work / "data")
        figures |= started(work / "data")
        figures["make run, again, seconds"] = round(figures["ingest again seconds"] + figures["app ready seconds"], 2)
        figures["heavy imports while serving"] = heavy_imports(work / "data", work)
    lines = [(name, _shown(value)) for name, value in figures.items()]
    report("start_and_size", "Start and size", lines, ["", "figure"], figures)
    if figures["heavy imports while serving"]:
        sys.exit("Serving imports libraries that only ingest should need; see the last line.")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {part:,}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return f"{value:,}"


if __name__ == "__main__":
    main()
