"""What is planned, expected or possible must not be told as done, nor one of two opposites as the other."""

import pytest

from qa.verify.check import Verifier
from qa.verify.types import Cited

SHIPS = Cited("The sixth destroyer at Rota is expected in 2026, said the Navy. The fifth came to Rota in October 2024.")
BUY = Cited("The agency planned in October 2023 to buy 20 interceptors starting in 2028, and had 44 interceptors then.")
TREATY = Cited("The State Department called the Russian suspension legally invalid in March 2023.")
DATA = Cited("The testing is complete, so that the agency could use the data of the radar.")
VEHICLE = Cited("The Redesigned Kill Vehicle was a planned kill vehicle for interceptors, canceled in August 2019.")
REPORT = Cited("The report gave April 2025 as the planned start of the launches.")
NAVY = Cited("The Navy was due to accept Redzikowo on 15 December 2023.")
LINK = Cited("The next version would explore linking the radar with allied nations.")
ICBM = Cited("Iran could have an intercontinental missile by 2035.")
VIOLATION = Cited("Lithuania warned of a possible violation of the treaty.")
DENIAL = Cited("Russia denied a violation of the treaty.")
CHICAGO = Cited("The radar passed to NATO when an interim capability was declared at Chicago.")
RISE = Cited("Secretary Hagel announced in March 2013 that the number of interceptors would rise from 30 to 44.")
RADARS = Cited("The new radars use less energy than the old ones.")


@pytest.mark.parametrize(
    ("cited", "sentence"),
    [
        (SHIPS, "The sixth destroyer is expected at Rota in 2026."),
        (SHIPS, "The fifth destroyer came to Rota in October 2024."),
        (BUY, "The agency planned to buy 20 interceptors from 2028."),
        (TREATY, "The State Department called the suspension legally invalid."),
        (BUY, "Twenty interceptors were to be bought by the agency from 2028."),
        (DATA, "The testing is finished, which allows the agency to use the data of the radar."),
        (VEHICLE, "The Redesigned Kill Vehicle was canceled in August 2019."),
        (RISE, "Hagel announced in March 2013 an increase of the interceptors from 30 to 44."),
        (RISE, "It was also planned that the interceptors rise from 30 to 44."),
        (RADARS, "Less energy is used by the new radars than by the old ones."),
    ],
)
def test_plans_told_as_plans_are_supported(cited: Cited, sentence: str) -> None:
    assert Verifier().check(sentence, [cited]).verdict == "supported"


@pytest.mark.parametrize(
    ("cited", "sentence", "why"),
    [
        (SHIPS, "The sixth destroyer came to Rota in 2026.", "with “expected”"),
        (BUY, "The agency bought 20 interceptors in October 2023.", "with “planned"),
        (TREATY, "The State Department called the suspension legally valid.", "where the passage cited says “invalid”"),
        (REPORT, "The launches began in April 2025, according to the report.", "with “planned”"),
        (NAVY, "The Navy accepted Redzikowo on 15 December 2023.", "with “due”"),
        (LINK, "The next version links the radar with allied nations.", "with “would”"),
        (ICBM, "Iran will have an intercontinental missile by 2035.", "says “will”"),
        (VIOLATION, "Lithuania declared that the treaty had been violated.", "with “possible”"),
        (DENIAL, "Russia admitted a violation of the treaty.", "where the passage cited says “denied”"),
        (CHICAGO, "The radar passed to NATO when full capability was declared at Chicago.", "“interim”"),
        (RISE, "Hagel announced in March 2013 that the interceptors had risen from 30 to 44.", "with “would”"),
        (RADARS, "The new radars use more energy than the old ones.", "where the passage cited says “less”"),
    ],
)
def test_plans_told_as_done_are_not(cited: Cited, sentence: str, why: str) -> None:
    checked = Verifier().check(sentence, [cited])
    assert checked.verdict == "unsupported"
    assert why in checked.why
