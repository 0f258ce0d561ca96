"""What small models slip into: a cause put in, a time taken out, a plan told as done, two values exchanged."""

import pytest

from qa.verify.check import Verifier
from qa.verify.types import Cited

SLIPS = [
    # a cause that the passage does not give
    ("Spain took over from the Netherlands at Adana in 2015.",
     "Spain took over from the Netherlands at Adana in 2015 because the Dutch had run short.", "cause"),
    ("The fourth phase was dropped in 2013.", "The fourth phase was dropped because of objections.", "cause"),
    # told of a date, not of now
    ("The radar was in Pearl Harbor for repairs in March 2023.",
     "The radar is now in Pearl Harbor for repairs.", "now"),
    ("CRS reported in February 2019 that both destroyers were being repaired.",
     "Both destroyers are in repair, CRS reported.", "February 2019"),
    # planned, expected or argued, not done
    ("CRS reported that 48 ships were expected by the end of 2022.",
     "By the end of 2022 there were 48 ships, CRS reported.", "expected"),
    ("A declaration of August 2008 foresaw a battery in Poland.",
     "After a declaration of August 2008 a battery was stationed in Poland.", "foresaw"),
    ("MDAA argued in 2023 that NATO should plan against Russia.", "NATO decided in 2023 to plan against Russia.",
     "argued"),
    # two values exchanged, or compared the wrong way round
    ("The notebook gave 1,674 warheads as deployed and 1,816 as stored.",
     "The notebook gave 1,816 warheads as deployed and 1,674 as stored.", "1,816"),
    ("MDAA counted 28 ships in October 2013 and 33 in August 2017.",
     "MDAA counted fewer ships in August 2017 than in October 2013.", "fewer"),
    ("Gates advised ten interceptors in Poland and a radar in the Czech Republic.",
     "Gates advised ten interceptors in the Czech Republic and a radar in Poland.", "Czech Republic"),
    ("Russia declared 1,537 deployed warheads. The United States declared 1,800 deployed warheads.",
     "Russia declared more deployed warheads than the United States.", "more"),
    ("The Army had seven batteries in April 2024.", "The Army has seven batteries.", "April 2024"),
    # more than the passage says
    ("GAO counted five of eight elements as met.", "GAO counted all eight elements as met.", "five of eight"),
    ("The radar spent most of the year in port.", "The radar spent the entire year in port.", "entire"),
    ("President Clinton signed the act in 1999.", "President Clinton vetoed the act in 1999.", "vetoed"),
]  # fmt: skip

FAITHFUL = [
    ("Japan stopped the plan in 2020 because of its cost.", "Because of its cost, Japan stopped the plan in 2020."),
    ("Tests failed when the interceptor did not leave its silo.",
     "Tests failed because the interceptor did not leave its silo."),
    ("The radar still stands in Adak.", "The radar remains in Adak now."),
    ("CRS reported that 48 ships were expected by the end of 2022.",
     "CRS reported the expectation of 48 ships by the end of 2022."),
    ("MDAA argued in 2023 that NATO should plan against Russia.",
     "In 2023 MDAA made the case that NATO should plan against Russia."),
    ("The notebook gave 1,674 warheads as deployed and 1,816 as stored.",
     "The notebook gave 1,816 warheads as stored and 1,674 as deployed."),
    ("MDAA counted 28 ships in October 2013 and 33 in August 2017.",
     "MDAA counted more ships in August 2017 than in October 2013."),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "sentence", "why"), SLIPS, ids=[sentence[:50] for _, sentence, _ in SLIPS])
def test_slips_are_held_back_and_told(passage: str, sentence: str, why: str) -> None:
    checked = Verifier().check(sentence, [Cited(passage)])
    assert checked.verdict == "unsupported"
    assert why in checked.why


@pytest.mark.parametrize(("passage", "sentence"), FAITHFUL, ids=[sentence[:50] for _, sentence in FAITHFUL])
def test_the_like_told_truly_is_not(passage: str, sentence: str) -> None:
    assert Verifier().check(sentence, [Cited(passage)]).why == ""
