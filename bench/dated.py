"""Dates and disagreement: how often the newest speaks first, and what is later or in conflict is shown.

    python -m bench.dated            # over the library in REFDESK_DATA
    python -m bench.dated --failures # and every question that is not right, with its answer

The questions lie in `tests/qa/dated_questions.jsonl`. One for now is right if the first sentence holds one of the
expected phrases; one for a position likewise, and if it holds none of the other side's; one on what came later or on
what is in conflict if the answer's sentences hold both sides.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from corpus.settings import ROOT, load_settings
from qa.open import open_desk
from qa.types import Answer

QUESTIONS = ROOT / "tests" / "qa" / "dated_questions.jsonl"


def questions(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """The questions, each with what is asked for and the phrases that are expected."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_right(asked: dict[str, Any], answer: Answer) -> bool:
    """Whether `answer` is as `asked` expects it."""
    texts = [statement.text for statement in answer.statements]
    if not texts:
        return False
    if asked["asks"] in ("now", "position"):
        never = asked.get("never", ())
        return any(phrase in texts[0] for phrase in asked["first"]) and not any(p in texts[0] for p in never)
    return all(any(phrase in text for phrase in group for text in texts) for group in asked["shows"])


def is_told(asked: dict[str, Any], answer: Answer) -> bool:
    """Whether `answer` says of itself what is asked for: its date, or that its sources differ."""
    if asked["asks"] == "now":
        return bool(answer.as_of)
    return any(each.kind == asked["asks"] for each in answer.differences)


def main() -> None:
    """Prints the shares, by what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print every question that is not right")
    options = parser.parse_args()
    desk = open_desk(load_settings())
    count, right, told = Counter[str](), Counter[str](), Counter[str]()
    for asked in questions():
        answer = desk.ask(asked["question"], kept=False)
        kind = asked["asks"]
        count[kind] += 1
        right[kind] += is_right(asked, answer)
        told[kind] += is_told(asked, answer)
        if options.failures and not is_right(asked, answer):
            print(f"\n{kind}: {asked['question']}\n  {answer.text}")
    desk.close()
    print()
    for kind, total in count.items():
        said = "" if kind == "position" else f", said so in {told[kind]}"
        print(f"{kind:9} {right[kind]:3} of {total} right{said}")


if __name__ == "__main__":
    main()
