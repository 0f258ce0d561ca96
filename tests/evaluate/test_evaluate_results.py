"""What comes out: JSON, the comparison with a baseline, the tables, the page, and the exit codes of the command."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import IndexUnavailable
from qa.evaluate.__main__ import main
from qa.evaluate.baseline import Change, baseline_json, compared, read_baseline
from qa.evaluate.errors import BaselineError
from qa.evaluate.gold import gold_from_record
from qa.evaluate.intervals import Figure
from qa.evaluate.report import marked, report
from qa.evaluate.results import Results, evaluate, results_json, write_json

Make = Callable[..., Any]

RIGHT = "It has a range of 2,000 km."
HELD_OUT = ["library/brief/kurecik-radar.md"]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


@pytest.fixture(scope="module")
def records(record_of: Make) -> list[dict[str, Any]]:
    """Six held-out questions, of which two have no answer, and one to tune on."""
    unanswerable = {"type": "unanswerable", "answerable": False, "phrases": []}
    return [
        *(record_of(f"a{number}", f"Question {number}?", documents=HELD_OUT) for number in range(1, 5)),
        *(record_of(f"a{number}", f"Question {number}?", documents=HELD_OUT, **unanswerable) for number in (5, 6)),
        record_of("a7", "Question 7?", tier="staff"),
    ]


@pytest.fixture
def gold_file(records: list[dict[str, Any]], tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


@pytest.fixture
def desk_with(scripted_desk: Make) -> Make:
    """A desk that answers the first `right` questions well and declines the others."""
    return lambda right: scripted_desk({f"Question {n}?": ([RIGHT], [RIGHT]) for n in range(1, right + 1)})


@pytest.fixture
def results_with(records: list[dict[str, Any]], desk_with: Make) -> Callable[[int], Results]:
    return lambda right: evaluate(desk_with(right), [gold_from_record(record) for record in records])


def test_the_json_holds_figures_and_every_question(results_with: Callable[[int], Results], tmp_path: Path) -> None:
    results = results_with(3)
    write_json(tmp_path / "results.json", results_json(results))
    record = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert record["library"] == {"documents": 2, "passages": 30, "model": "model@1"}
    assert record["figures"]["hold"]["all types"]["quoted"]["value"] == 0.75
    assert record["figures"]["hold"]["all types"]["quoted"]["count"] == 4
    by_id = {question["id"]: question for question in record["questions"]}
    assert list(by_id) == [f"a{number}" for number in range(1, 8)]
    assert (by_id["a1"]["outcome"], by_id["a1"]["right"], by_id["a1"]["ranks"]) == ("quoted", True, [1])
    assert by_id["a1"]["answer"]["citations"][0]["quote"] == RIGHT
    assert by_id["a1"]["found"][0]["dense_rank"] == 1
    assert by_id["a4"]["outcome"] == "wrongly declined"
    assert [item.gold.id for item in results.failures] == ["a4", "a7"]


def test_the_same_answers_give_the_same_figures(results_with: Callable[[int], Results]) -> None:
    assert baseline_json(results_with(3)) == baseline_json(results_with(3))


def test_a_baseline_leaves_out_what_depends_on_the_machine(results_with: Callable[[int], Results]) -> None:
    figures = baseline_json(results_with(3))["figures"]["hold"]["all types"]
    assert "quoted" in figures
    assert not [key for key in figures if key.startswith("latency")]


def test_a_desk_without_a_library_is_not_evaluated(gold_of: Make, scripted_desk: Make) -> None:
    with pytest.raises(IndexUnavailable, match="The library is empty"):
        evaluate(scripted_desk({}, ready=False), [gold_of("a1")])


def test_headlines_are_compared_on_the_held_out_questions(
    results_with: Callable[[int], Results], tmp_path: Path
) -> None:
    write_json(tmp_path / "baseline.json", baseline_json(results_with(4)))
    changes = compared(results_with(3), read_baseline(tmp_path / "baseline.json"))
    assert [(change.key, change.points, change.dropped) for change in changes] == [
        ("recall_5", -25.0, True),
        ("quoted", -25.0, True),
        ("balanced_accuracy", -12.5, True),
    ]


@pytest.mark.parametrize(
    ("before", "now", "dropped"), [(0.80, 0.78, False), (0.80, 0.7799, True), (0.80, 0.95, False), (0.80, 0.80, False)]
)
def test_two_points_are_allowed_and_no_more(before: float, now: float, dropped: bool) -> None:
    assert Change("quoted", Figure(before, 0, 1, 9), Figure(now, 0, 1, 9)).dropped is dropped


def test_a_baseline_that_cannot_be_used_is_refused(results_with: Callable[[int], Results], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    for text in (
        None,
        "{",
        "[]",
        '{"figures": {}}',
        '{"gold": {"checksum": "x"}, "figures": {"hold": {"a": {"b": 1}}}}',
    ):
        if text is not None:
            path.write_text(text, encoding="utf-8")
        with pytest.raises(BaselineError, match="--save-baseline"):
            read_baseline(path)
    path.write_text('{"gold": {"checksum": "x"}, "figures": {}}', encoding="utf-8")
    with pytest.raises(BaselineError, match="The baseline has no figure 'recall_5'"):
        compared(results_with(1), read_baseline(path))


def test_changed_expectations_change_the_checksum(gold_of: Make, desk_with: Make) -> None:
    def checksum(**fields: Any) -> str:
        return evaluate(desk_with(1), [gold_of("a1", "Question 1?", documents=HELD_OUT, **fields)]).checksum

    assert checksum() == checksum()
    assert len({checksum(), checksum(expected="3,000 km"), checksum(phrases=["3,000 km"])}) == 3


class Page(HTMLParser):
    """The elements of a page, its text, and the handlers and addresses in its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_shows_each_failure_beside_what_was_retrieved(gold_of: Make, scripted_desk: Make) -> None:
    desk = scripted_desk({"How far?": (["Nothing much.", RIGHT], ["It is grey."]), "And now?": ([], [])})
    failed = gold_of("a1", "How far?", expected="Two thousand", note="a hard one")
    page = Page(report(evaluate(desk, [failed, gold_of("a2", "And now?")])))
    for words in ("How far?", "Two thousand", "a range of 2,000 km", "It is grey.", "Nothing much.", "a hard one"):
        assert words in page.words
    assert "supporting passage at rank 2" in page.words
    assert "no supporting passage among the 0 found" in page.words
    assert page.elements.count("svg") == 6
    assert "mark" in page.elements


def test_words_from_questions_and_library_never_become_markup(gold_of: Make, scripted_desk: Make) -> None:
    gold = gold_of("a1", HOSTILE, expected=HOSTILE, phrases=["alert 1 script"], note=HOSTILE, asker=HOSTILE)
    html = report(evaluate(scripted_desk({HOSTILE: ([HOSTILE], ["<b>Other</b> words."])}), [gold]))
    page = Page(html)
    assert page.elements.count("script") == 1
    assert "img" not in page.elements
    assert page.handlers == []
    assert "{{ 7 * 7 }}" in page.words


def test_the_page_needs_nothing_but_itself(results_with: Callable[[int], Results]) -> None:
    html = report(results_with(2))
    assert Page(html).addresses == ["#failures"]
    assert "default-src &#39;none&#39;" in html
    assert not re.search(r"https?://|@import|url\(", html)


def test_a_page_without_failures_says_so(gold_of: Make, desk_with: Make) -> None:
    page = Page(report(evaluate(desk_with(1), [gold_of("a1", "Question 1?", documents=HELD_OUT)])))
    assert "None." in page.words
    assert "form" not in page.elements


def test_marked_words_are_escaped_and_overlaps_marked_once() -> None:
    assert marked("a <b> c & d", ["b c", "c d"]) == "a &lt;<mark>b&gt; c</mark> &amp; d"
    assert marked("nothing <here>", ["else"]) == "nothing &lt;here&gt;"


def run(arguments: list[str], desk: Any = None) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(arguments, desk)
    return int(exit_.value.code or 0)


def test_the_command_writes_what_is_asked_for(
    gold_file: Path, desk_with: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = {name: tmp_path / name for name in ("all.json", "page.html", "baseline.json")}
    arguments = ["--gold", str(gold_file), "--json", str(outputs["all.json"]), "--html", str(outputs["page.html"])]
    assert run([*arguments, "--save-baseline", str(outputs["baseline.json"])], desk_with(3)) == 0
    assert all(path.stat().st_size for path in outputs.values())
    printed = capsys.readouterr().out
    assert "7 gold questions" in printed
    assert re.search(r"Answers with the phrase +0\.0 % .* 75\.0 % ", printed)


def test_only_the_split_asked_for_is_asked(gold_file: Path, desk_with: Make) -> None:
    desk = desk_with(0)
    assert run(["--gold", str(gold_file), "--split", "tune"], desk) == 0
    assert [question for question, _, _ in desk.asked] == ["Question 7?"]


def test_the_command_fails_when_a_headline_dropped(
    gold_file: Path, desk_with: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = str(tmp_path / "baseline.json")
    assert run(["--gold", str(gold_file), "--save-baseline", baseline], desk_with(3)) == 0
    for right, code in ((3, 0), (4, 0), (2, 1)):
        assert run(["--gold", str(gold_file), "--baseline", baseline, "--split", "hold"], desk_with(right)) == code
    printed = capsys.readouterr().out
    assert "A headline figure dropped by more than 2 points." in printed
    assert "other gold questions" not in printed


def test_a_baseline_from_other_questions_is_told_of(
    gold_file: Path, desk_with: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = str(tmp_path / "baseline.json")
    assert run(["--gold", str(gold_file), "--save-baseline", baseline], desk_with(3)) == 0
    gold_file.write_text(gold_file.read_text(encoding="utf-8").replace("2,000 km", "2,000 km."), encoding="utf-8")
    assert run(["--gold", str(gold_file), "--baseline", baseline], desk_with(3)) == 0
    assert "other gold questions" in capsys.readouterr().out


def test_what_cannot_be_evaluated_ends_with_2_and_a_sentence(
    gold_file: Path,
    desk_with: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("REFDESK_DATA", str(tmp_path / "empty"))
    absent = str(tmp_path / "absent" / "file")
    gold = ["--gold", str(gold_file)]
    for arguments, desk, message in (
        (gold, None, "There is no library"),
        (["--gold", absent], desk_with(1), "cannot be read"),
        ([*gold, "--baseline", absent], desk_with(1), "--save-baseline"),
        ([*gold, "--json", absent], desk_with(1), "No such file"),
        ([*gold, "--split", "tune", "--baseline", absent], desk_with(1), "--split tune leaves out"),
        ([*gold, "--split", "hold", "--save-baseline", absent], desk_with(1), "leave --split out"),
    ):
        assert run(arguments, desk) == 2
        assert message in capsys.readouterr().err
