"""`python -m bench`: runs every benchmark in turn (about an hour on two cores). Each also runs by itself."""

import argparse
import subprocess
import sys

from bench.measuring import ROOT

BENCHMARKS = (
    ("bench.start_and_size", ()),
    ("bench.answer_speed", ()),
    ("bench.ingest_speed", ()),
    ("bench.lookup", ()),
    ("bench.quality", ("--limit", "300")),
    ("bench.mentions", ()),
    ("bench.grouping", ()),
    ("bench.permalinks", ()),
    ("bench.reference_speed", ()),
    ("bench.proofs", ("--changes", "200", "--cases", "1000")),
    ("bench.load", ()),
    ("bench.faults", ()),
    ("qa.evaluate", ("--json", "bench/results/evaluate.json", "--html", "bench/results/evaluate.html")),
)


def main() -> None:
    """Runs them; exits with 1 if any failed."""
    argparse.ArgumentParser(prog="python -m bench", description=__doc__).parse_args()
    (ROOT / "bench" / "results").mkdir(exist_ok=True)
    failed = []
    for module, options in BENCHMARKS:
        print(f"\npython -m {' '.join([module, *options])}", flush=True)
        if subprocess.run([sys.executable, "-m", module, *options], cwd=ROOT, check=False).returncode:
            failed.append(module)
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
