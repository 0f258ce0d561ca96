"""The palette: text and controls stand out enough, in light and in dark (WCAG 2.2, AA)."""

import re

import pytest

from portal.assets import assets

PALETTE = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", assets()["refdesk.css"].content.decode()))
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "sheet", "sunk", "accent-wash")),
    ("ink", "mark"), ("ink", "mark-strong"), ("accent-ink", "accent"), ("ink", "warn-wash"), ("warn", "warn-wash"),
]  # fmt: skip
CONTROLS = [("edge", "paper"), ("edge", "sheet"), ("accent", "paper")]


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out(ink: str, ground: str, dark: int) -> None:
    assert contrast(PALETTE[ink].split(", ")[dark], PALETTE[ground].split(", ")[dark]) >= 4.5


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_stand_out(edge: str, ground: str, dark: int) -> None:
    assert contrast(PALETTE[edge].split(", ")[dark], PALETTE[ground].split(", ")[dark]) >= 3
