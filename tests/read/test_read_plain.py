"""Plain text: paragraphs, headings only where they are certain, lists, memo headers."""

from pathlib import Path

import pytest

from ingest.read import read

PROSE = "Russian officials maintain that the shield is a unilateral project that adds no stability. They object to it."


def blocks(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "note.txt"
    path.write_text(text, encoding="utf-8")
    found = read(path, "note.txt")
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_a_paper_with_headings_above_its_paragraphs(tmp_path: Path) -> None:
    text = (
        "A Paper on Cooperation\n\nNovember 01, 2011\n\nDear Members and Friends,\n\n"
        f"To: Members\nDate: November 1, 2011\nFrom: The Alliance\nRe: Cooperation\n\n"
        f"Russian Position\n{PROSE}\n\nU.S. Position\n{PROSE}\n\nWhat it means\n\n{PROSE}\n\nResource Library\n"
    )
    assert blocks(tmp_path, text) == [
        ("heading", "A Paper on Cooperation"),
        ("paragraph", "November 01, 2011"),
        ("paragraph", "Dear Members and Friends,"),
        ("memo", "To: Members\nDate: November 1, 2011\nFrom: The Alliance\nRe: Cooperation"),
        ("heading", "Russian Position"),
        ("paragraph", PROSE),
        ("heading", "U.S. Position"),
        ("paragraph", PROSE),
        ("heading", "What it means"),
        ("paragraph", PROSE),
        ("paragraph", "Resource Library"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Russian officials\nmaintain that the shield is a unilateral project that adds no stability at all.",
        "The next NATO summit will be held in Chicago\nin May, and there will be added pressure then.",
        f"Opening words here.\n\n- a bullet\n\n{PROSE}",
        "Dear Sir,\n" + PROSE,
    ],
)
def test_what_is_not_certain_is_no_heading(tmp_path: Path, text: str) -> None:
    assert "heading" not in [kind for kind, _ in blocks(tmp_path, text)]


def test_lines_are_joined_and_spaces_run_together(tmp_path: Path) -> None:
    assert blocks(tmp_path, "One line\nand  the\tnext.\n \nA\u00a0new one.\n") == [
        ("paragraph", "One line and the next."),
        ("paragraph", "A\u00a0new one."),
    ]


def test_lists_keep_their_numbers_and_lose_their_bullets(tmp_path: Path) -> None:
    assert blocks(tmp_path, "Three things:\n* first\n  goes on\n* second\n\n1. one\n2. two\n") == [
        ("paragraph", "Three things:"),
        ("item", "first goes on"),
        ("item", "second"),
        ("item", "1. one"),
        ("item", "2. two"),
    ]
