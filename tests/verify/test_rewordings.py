"""What is told in another way, but truly, is supported; turned round in that way, it is not."""

import pytest

from qa.verify.check import Verifier
from qa.verify.types import Cited


def _check(passage: str, sentence: str) -> str:
    return Verifier().check(sentence, [Cited(passage)]).verdict


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("The radar had lost its role in the defense of Poland.",
         "The radar no longer had a role in the defense of Poland."),
        ("The agency had yet to declare the site operational.",
         "The agency had not yet declared the site operational."),
        ("The program develops non-nuclear missile defenses.",
         "The program develops missile defenses that are not nuclear."),
        ("The test of 2020 shows a capability against one target, and does not settle the claim about missiles.",
         "The 2020 test shows a capability against one target; it leaves the claim about missiles unsettled."),
        ("By March 2016 Iran had not tested such a missile.", "By March 2016 Iran had tested no such missile."),
        ("Joint operation of the radar will not happen.", "Joint operation of the radar will not come about."),
        ("The sites in Poland and Romania do not have the capability to stop Russian missiles.",
         "Neither the site in Poland nor that in Romania has the capability to stop Russian missiles."),
        ("The agency continued testing without moving to deployment.",
         "The agency went on with testing, but did not move to deployment."),
        ("Time is the main limit on this defense.", "This defense is limited above all by time."),
        ("Officers would watch the radar around the clock.", "Officers would watch the radar 24 hours a day."),
        ("About half of the missiles were fired from Iran.", "About 50 percent of the missiles were fired from Iran."),
        ("The radar was built a decade before the treaty.", "The radar was built ten years before the treaty."),
        ("Poland opened the site before Romania closed its own.",
         "Romania closed its site after Poland had opened its own."),
        ("Iran fired some 180 missiles by one count, nearly 200 by another.", "Iran fired about 180 to 200 missiles."),
        ("The contract is worth close to $4 million.", "The contract is worth about $4 million."),
        ("Altair named two causes for the delays at the site.",
         "According to Altair, the delays at the site had two causes."),
        ("The department saw no basis for a Russian exit from New START.",
         "The department saw no basis for Russia to leave New START."),
        ("The two totals differ in scope.", "The two totals are not the same in scope."),
        ("The State Department called the suspension legally invalid.",
         "The State Department saw no legal validity in the suspension."),
        ("He said that he would not send missiles to Kaliningrad.",
         "He said that he would refrain from sending missiles to Kaliningrad."),
        ("The treaty limited each side to 1,550 warheads.", "Neither side could have more than 1,550 warheads."),
        ("MDA counted seven hits in 14 tests.", "By the count of MDA half of the 14 tests were hits."),
        ("The delay is 18 months or more.", "The delay is a year and a half or more."),
        ("The mandate of Germany ended in January 2016, that of Spain in October 2015.",
         "The mandate of Germany ended three months after that of Spain, in January 2016."),
        ("Its speed was 6.3 km per second.", "Its speed was 6.3 km/s."),
        ("Gates gave the new assessment as his reason.", "Secretary Gates cited the new assessment as his reason."),
        ("The results do not test Ground-based Midcourse Defense.", "The results are no test of GMD."),
        ("The agency has two more radars: one in Adak, one in Clear.", "One of the two more radars is in Adak."),
    ],
)  # fmt: skip
def test_what_is_told_in_another_way_is_supported(passage: str, sentence: str) -> None:
    assert _check(passage, sentence) != "unsupported"


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("The agency had yet to declare the site operational.", "The agency had declared the site operational."),
        ("The program develops nuclear missile defenses.",
         "The program develops missile defenses that are not nuclear."),
        ("The test settles the claim about the radar.", "The test does not settle the claim about the radar."),
        ("By March 2016 Iran had tested such a missile.", "By March 2016 Iran had tested no such missile."),
        ("The sites in Poland and Romania have the capability to stop Russian missiles.",
         "Neither the site in Poland nor that in Romania has the capability to stop Russian missiles."),
        ("Officers would watch the radar around the clock.", "Officers would watch the radar 12 hours a day."),
        ("About half of the missiles were fired from Iran.", "About 60 percent of the missiles were fired from Iran."),
        ("The radar was built a decade before the treaty.", "The radar was built ten years after the treaty."),
        ("The radar was built a decade before the treaty.", "The radar was built twenty years before the treaty."),
        ("The contract is worth close to $4 million.", "The contract is worth exactly 4 million euros."),
        ("The radar works and does not need a crew.", "The radar does not work and needs a crew."),
        ("The agency tested without the radar in Poland.", "The agency tested with the radar in Poland."),
        ("Russia suspended cooperation with NATO.", "NATO suspended cooperation with Russia."),
        ("The United States is willing to cooperate with Russia, but will not accept limits.",
         "The United States is not willing to cooperate with Russia."),
        ("No member would accept the radar.", "No member would not accept the radar."),
        ("The two totals differ in scope.", "The two totals do not differ in scope."),
        ("MDA counted seven hits in 14 tests.", "By the count of MDA a third of the 14 tests were hits."),
        ("The delay is 18 months or more.", "The delay is two years and a half or more."),
        ("The mandate of Germany ended in January 2016, that of Spain in October 2015.",
         "The mandate of Germany ended five months after that of Spain, in January 2016."),
        ("Gates gave the new assessment as his reason.", "Secretary Panetta gave the new assessment as his reason."),
    ],
)  # fmt: skip
def test_turned_round_in_that_way_it_is_not(passage: str, sentence: str) -> None:
    assert _check(passage, sentence) == "unsupported"
