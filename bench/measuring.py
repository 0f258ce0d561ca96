"""How the benchmarks time programs, watch their memory, and write down what they found."""

import json
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
MEBIBYTE = 1024 * 1024
SAMPLE_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """A finished program: its wall time from start to end, the peak resident memory of it and its children together
    (pages that they share are counted in each), and what it printed."""

    seconds: float
    peak_bytes: int
    output: str


class MemoryWatch:
    """Samples the resident memory of a process and its children until it is left; `peak_bytes` is the most it saw."""

    def __init__(self, pid: int) -> None:
        self.peak_bytes = 0
        self._process = psutil.Process(pid)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._done.wait(SAMPLE_EVERY_S):
            self.peak_bytes = max(self.peak_bytes, resident(self._process))


def resident(process: psutil.Process) -> int:
    """Bytes of memory that the process and its children hold now; 0 once it has ended."""
    total = 0
    try:
        for each in [process, *process.children(recursive=True)]:
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        return total
    return total


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without a Refdesk's settings and without a network for models, and `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("REFDESK_")}
    return {**kept, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore", **variables}


def run(command: Sequence[str], variables: Mapping[str, str] | None = None, folder: Path = ROOT) -> Run:
    """Runs `command` to its end. Raises RuntimeError, with the end of what it wrote, if it fails."""
    began = perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment(**(variables or {})),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        with MemoryWatch(process.pid) as watch:
            output, errors = process.communicate()
        seconds = perf_counter() - began
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{(output + errors)[-3000:]}")
    return Run(seconds, watch.peak_bytes, output)


def python(*arguments: str) -> list[str]:
    """The command that runs this Python with `arguments`."""
    return [sys.executable, *arguments]


def percentile(values: Sequence[float], percent: float) -> float:
    """The value at or below which `percent` of `values` lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 1024**3),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def report(name: str, title: str, rows: Sequence[tuple[str, ...]], columns: Sequence[str], record: Any) -> None:
    """Prints one table and writes `record`, with the machine, to `bench/results/NAME.json`."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="left" if column == columns[0] else "right")
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), **record}, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {path.relative_to(ROOT)}")
