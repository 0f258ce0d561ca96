"""Providers that fail, in twelve ways and one more, and what readers get all the same.

    python -m bench.faults

Each way times 50 gold questions: a scripted server fails every request, over real HTTP, and the desk has to answer
within its deadline, with the very quotations that it gives without a model, and with a sentence why. Each question
meets a model that is not yet left alone, the worst case for its reader; at the end, how many requests the breaker lets
through in a row of questions.
"""

import argparse
import random
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.measuring import report
from bench.serving import LIBRARY, ingest_library
from corpus.settings import Settings
from corpus.types import Tier
from qa.chat.breaker import Breaker
from qa.chat.budgeted import BudgetedModel
from qa.desk import Desk
from qa.evaluate.gold import load_gold
from qa.open import open_desk
from qa.types import Answer, ModeWanted
from tests.model.faults import FAULTS
from tests.model.scripted import Script, ScriptedServer, says

QUESTIONS = 50
SEED = 5
DEADLINE_S = 5.0
DOWN = "nobody listens"
NONE = "(no model asked)"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the seconds that it took, how many requests it made to the model, and how the last of them went."""

    answer: Answer
    seconds: float
    requests: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the questions under one fault.

    `alike` have the statements and citations of the answer without a model; `labelled` say why, of the `asked` whose
    question was put to the model at all; `told` are the sentences, and how often each was said.
    """

    fault: str
    questions: int
    asked: int
    labelled: int
    alike: int
    in_time: int
    median_s: float
    worst_s: float
    told: dict[str, int]


def answered(desk: Desk, question: str, server: ScriptedServer, mode: ModeWanted = "auto") -> Answered:
    """One question, put to the desk as a reader of all tiers would."""
    before = len(server.seen)
    began = perf_counter()
    answer = desk.ask(question, tier=Tier.STAFF, mode=mode, kept=False)
    return Answered(answer, perf_counter() - began, len(server.seen) - before)


def outcome(fault: str, results: Sequence[Answered], plain: Sequence[Answer], deadline_s: float) -> Outcome:
    """`plain` are the answers to the same questions without a model."""
    told = Counter(result.answer.prose.fallback for result in results if result.answer.prose)
    times = [result.seconds for result in results]
    alike = [
        (result.answer.statements, result.answer.citations, result.answer.answerable)
        == (other.statements, other.citations, other.answerable)
        for result, other in zip(results, plain, strict=True)
    ]
    return Outcome(
        fault=fault,
        questions=len(results),
        asked=told.total(),
        labelled=sum(count for sentence, count in told.items() if sentence),
        alike=sum(alike),
        in_time=sum(seconds <= deadline_s for seconds in times),
        median_s=statistics.median(times),
        worst_s=max(times),
        told=dict(told.most_common()),
    )


def outcomes(
    data: Path, questions: Sequence[str], deadline_s: float, faults: dict[str, Callable[[], Script]]
) -> tuple[list[Outcome], int, int]:
    """No model, then each fault, times each question; then how many requests the breaker let through of how many
    questions, where the provider answers with an error each time."""
    with ScriptedServer(says()) as server:
        settings = {"data": data, "chat_base_url": server.url, "chat_timeout_s": deadline_s}
        desk = open_desk(Settings(chat_model="scripted", **settings))
        without = [answered(desk, question, server, "extractive") for question in questions]
        plain = [result.answer for result in without]
        chat = desk.models.chat
        assert isinstance(chat, BudgetedModel)
        found = [outcome(NONE, without, plain, deadline_s)]
        for fault, script in faults.items():
            server.script = script()
            results = []
            for question in questions:
                chat.breaker = Breaker()
                results.append(answered(desk, question, server))
            found.append(outcome(fault, results, plain, deadline_s))
        chat.breaker = Breaker()
        server.script = faults.get("401 unauthorized", next(iter(faults.values())))()
        let_through = sum(answered(desk, question, server).requests for question in questions)
        server.close()
        results = []
        for question in questions:
            chat.breaker = Breaker()
            results.append(answered(desk, question, server))
        found.append(outcome(DOWN, results, plain, deadline_s))
        desk.close()
    return found, let_through, len(questions)


def main() -> None:
    """Measures, prints the table, writes the results; exits with 1 if a question was not answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many are drawn (default: {QUESTIONS})")
    parser.add_argument("--deadline", type=float, default=DEADLINE_S, help=f"seconds (default: {DEADLINE_S})")
    parser.add_argument("--data", type=Path, help="data folder of a library (default: the one that comes along)")
    options = parser.parse_args()
    if not options.data:
        ingest_library()
    gold = list(dict.fromkeys(gold.turns[0] for gold in load_gold() if len(gold.turns) == 1))
    questions = random.Random(SEED).sample(gold, min(len(gold), options.questions))
    found, let_through, of = outcomes(options.data or LIBRARY, questions, options.deadline, FAULTS)
    rows = [
        (
            each.fault,
            f"{each.in_time} of {each.questions}",
            f"{each.alike} of {each.questions}",
            f"{each.labelled} of {each.asked}",
            f"{each.median_s:.2f}",
            f"{each.worst_s:.2f}",
        )
        for each in found
    ]
    report(
        "faults",
        f"A language model that fails: {len(questions)} questions each, deadline {options.deadline:g} s",
        rows,
        ["", "answered in time", "as without a model", "told why", "median s", "worst s"],
        {
            "deadline_s": options.deadline,
            "breaker": {"questions": of, "requests": let_through},
            "faults": {each.fault: {name: getattr(each, name) for name in Outcome.__slots__} for each in found},
        },
    )
    print(f"With the breaker, {let_through} of {of} questions in a row were put to a model that takes no key.")
    if any(
        each.in_time < each.questions or each.alike < each.questions or each.labelled < each.asked for each in found
    ):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
