"""Is a sentence of prose held by what it cites? Cases from the library, by kind of check."""

import pytest
from passages import AGREEMENTS, AMERICA, CONSTRUCTION, OPENING, READINESS, RUSSIA, SITE

from qa.verify.check import Verifier
from qa.verify.types import Cited

HELD = [
    (AMERICA, "The United States is willing to cooperate with Russia but will not accept limits on its missile defenses."),
    (AMERICA, "Washington says the NATO shield is necessary to protect against ballistic missile threats from Iran."),
    (AMERICA, "U.S. interceptors planned to be in place by 2020 can’t intercept a Russian ICBM headed for the United States."),
    (RUSSIA, "Russia opposes placing U.S. missile defense assets, however small, in Eastern Europe."),
    (OPENING, "According to the 2011 white paper, Russia demands “legally binding technical guarantees” as a condition for cooperation."),
    (OPENING, "Under the PAA, U.S. systems will be deployed in Poland, Romania, Spain and Turkey between 2011 and 2020."),
    (CONSTRUCTION, "The Missile Defense Agency handed the Redzikowo site over to the Navy on October 1, 2023."),
    (CONSTRUCTION, "The site’s completion slipped from 2018 to late 2023 because of trouble with a contractor and the cooling water supply."),
    (SITE, "The launcher holds 24 SM-3 Block IIA interceptors."),
    (SITE, "The launcher consists of three Mk-41 modules with eight interceptors each."),
    (READINESS, "About 200 troops served at the two sites in Poland and Romania in July 2024."),
    (READINESS, "The base was opened by President Duda on 13 November 2024."),
    (AGREEMENTS, "Warsaw and Washington agreed in August 2008 on ten interceptors, but the plan was dropped in September 2009."),
]  # fmt: skip

NOT_HELD = [
    # negation
    (AMERICA, "The United States is willing to cooperate with Russia and will accept limits on its missile defenses.", "negation"),
    (AMERICA, "The United States is not willing to cooperate with Russia on missile defense.", "“not willing"),
    (AMERICA, "U.S. interceptors planned to be in place by 2020 can intercept a Russian ICBM headed for the United States.", "negation"),
    # numbers and their units, and what they count
    (SITE, "The launcher holds 26 SM-3 Block IIA interceptors.", "26"),
    (SITE, "The launcher consists of eight Mk-41 modules with three interceptors each.", "three Mk-41 modules"),
    (SITE, "The interceptors engage missiles with ranges of roughly 1,000 to 5,500 miles.", "1,000"),
    (SITE, "The interceptors engage missiles with ranges of 1,000 to 5,500 kilometers.", "exactly 1,000"),
    (READINESS, "About three hundred troops served at the sites in Poland and Romania in July 2024.", "three hundred"),
    # dates
    (AMERICA, "U.S. interceptors planned to be in place by 2018 cannot intercept a Russian ICBM.", "2018"),
    (CONSTRUCTION, "The agency handed the Redzikowo site over to the Navy on October 3, 2023.", "October 3, 2023"),
    (CONSTRUCTION, "Construction began on 15 December 2023.", "13 May 2016"),
    # names and designators
    (OPENING, "Under the PAA, U.S. systems will be deployed in Poland, Bulgaria, Spain and Turkey.", "Bulgaria"),
    (SITE, "The launcher holds 24 SM-3 Block IB interceptors.", "IB"),
    (READINESS, "The base was opened with President Komorowski on 13 November 2024.", "Komorowski"),
    # whose words they are, and who does it to whom
    (AMERICA, "Russia says the NATO missile defense shield is necessary to protect against threats from Iran.", "Russia"),
    (RUSSIA, "MDAA opposes placing U.S. missile defense assets, however small, in Eastern Europe.", "MDAA"),
    # quotations
    (OPENING, "Russia demands “legally binding guarantees” as a condition for cooperation.", "word for word"),
    (OPENING, "Russia’s “blackmail” blocks cooperation efforts on missile defense with NATO.", "blackmail"),
    # clauses put on
    (READINESS, "About 200 troops served at the sites in July 2024, and a Patriot battalion will join them.", "Patriot"),
    (SITE, "Redzikowo in northern Poland is the second land-based Aegis site, which local farmers had fought in court.", "farmers"),
    # another passage
    (AGREEMENTS, "The launcher holds 24 SM-3 Block IIA interceptors.", "24"),
]  # fmt: skip


@pytest.mark.parametrize(("cited", "sentence"), HELD, ids=[sentence[:60] for _, sentence in HELD])
def test_faithful_prose_is_supported(cited: Cited, sentence: str) -> None:
    checked = Verifier().check(sentence, [cited])
    assert (checked.verdict, checked.why) == ("supported", "")


@pytest.mark.parametrize(("cited", "sentence", "why"), NOT_HELD, ids=[sentence[:60] for _, sentence, _ in NOT_HELD])
def test_what_the_passage_does_not_say_is_unsupported_and_told(cited: Cited, sentence: str, why: str) -> None:
    checked = Verifier().check(sentence, [cited])
    assert checked.verdict == "unsupported"
    assert why in checked.why
    assert checked.why.endswith(".")
