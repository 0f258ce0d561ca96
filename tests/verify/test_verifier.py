"""Is a sentence of prose held by what it cites? Cases from the library, by kind of check."""

from collections.abc import Sequence

import pytest
from passages import (
    AGREEMENTS,
    AMERICA,
    CHARGE,
    CLOSING,
    CONSTRUCTION,
    GLOSSARY,
    GUARANTEES,
    OPENING,
    READINESS,
    RUSSIA,
    SITE,
    STATUS,
)  # fmt: skip

from corpus.glossary import Glossary, terms_of
from qa.verify.check import Verifier
from qa.verify.forms import forms_in
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
    (GUARANTEES, "All practical cooperation with Russia was suspended by NATO on 1 April 2014."),
    (GUARANTEES, "No signed guarantee between Moscow and NATO on missile defense is on record."),
    (CHARGE, "According to Moscow’s charge of December 2015, Tomahawks can be fired from the Mk-41 launcher in Romania."),
    (STATUS, "To save about half a billion dollars over five years, the MDA planned in February 2012 to limit the radar’s status."),
    (CLOSING, "Chicago will be the place of the next NATO summit, in May."),
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
    (GUARANTEES, "Russia suspended all practical cooperation with NATO on 1 April 2014.", "NATO"),
    # claims told as facts, plans as done, some as all
    (CHARGE, "Aegis Ashore in Romania broke the INF Treaty because its launcher can fire Tomahawk cruise missiles.", "charged"),
    (STATUS, "In February 2012 the MDA put the SBX into a limited test and contingency status.", "planned"),
    (SITE, "Redzikowo is the largest land-based Aegis site in Europe, after Deveselu in Romania.", "largest"),
    (CLOSING, "The next NATO summit must be held in Chicago in May.", "must"),
    (OPENING, "Russia is demanding only legally binding technical guarantees of limits on U.S. missile defenses.", "only"),
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


@pytest.mark.parametrize("cited", [(AGREEMENTS, CONSTRUCTION), (CONSTRUCTION, AGREEMENTS)])
def test_several_passages_hold_a_sentence_together(cited: tuple[Cited, ...]) -> None:
    sentence = "The U.S.-Polish agreement entered into force on 15 September 2011, and construction began in May 2016."
    assert Verifier().check(sentence, cited).verdict == "supported"
    assert Verifier().check(sentence, cited[:1]).verdict == "unsupported"


def test_a_passage_that_contributes_nothing_is_told() -> None:
    sentence = "The launcher consists of three Mk-41 modules with eight interceptors each."
    checked = Verifier().check(sentence, [SITE, GUARANTEES])
    assert checked.verdict == "unsupported"
    assert GUARANTEES.title in checked.why


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("“Russia continues to block any cooperation efforts,” MDAA wrote in November 2011.", "quoted"),
        ("According to MDAA, “Russia continues to block … meaningful dialogue on missile defense”.", "quoted"),
        ("“Russia continues to block any cooperation efforts,” MDAA wrote in December 2011.", "unsupported"),
        ("“Russia continues to block any cooperation efforts,” NATO wrote in November 2011.", "unsupported"),
        ("“Russia continues to block all cooperation efforts,” MDAA wrote in November 2011.", "unsupported"),
    ],
)
def test_quotations_with_their_attribution_are_quoted(sentence: str, verdict: str) -> None:
    assert Verifier().check(sentence, [OPENING]).verdict == verdict


def test_part_of_a_sentence_is_not_quoted_but_checked() -> None:
    assert (
        Verifier().check("The United States will not accept any limitations or restrictions.", [AMERICA]).verdict
        == "supported"
    )
    claimed = Cited("It is not true that Russia has agreed to the plan of 2011.")
    assert Verifier().check("Russia has agreed to the plan of 2011.", [claimed]).verdict == "unsupported"


class Weighing:
    """A model of support that finds everything `probable`, and keeps what it was asked."""

    identity = "weighing"

    def __init__(self, probable: float) -> None:
        self.probable = probable
        self.asked: list[str] = []
        self.read: list[str] = []

    def of(self, claim: str, texts: Sequence[str]) -> list[float]:
        self.asked.append(claim)
        self.read = list(texts)
        return [self.probable for _ in texts]


def test_the_model_of_support_is_asked_where_words_do_not_decide() -> None:
    loose = "Moscow thwarts efforts, spurns dialogue and resists missile shields."
    assert Verifier().check(loose, [OPENING]).verdict == "supported"
    doubting, sure = Weighing(0.1), Weighing(0.9)
    assert Verifier(doubting).check(loose, [OPENING]).verdict == "unsupported"
    assert Verifier(sure).check(loose, [OPENING]).verdict == "supported"
    assert doubting.asked == sure.asked == [loose]
    plain = "Russia continues to block cooperation efforts on missile defense with NATO."
    assert Verifier(doubting).check(plain, [OPENING]).verdict == "supported"
    assert doubting.asked == [loose]


def test_a_model_may_have_a_say_in_every_sentence_that_is_not_quoted() -> None:
    plain = "Russia continues to block cooperation efforts on missile defense with NATO."
    doubting = Weighing(0.1)
    checked = Verifier(doubting, least=0.5, of_all=True).check(plain, [OPENING])
    assert (checked.verdict, checked.why) == ("unsupported", "The passage cited does not bear this out.")
    (read,) = doubting.read
    assert read.startswith(f"{OPENING.title} | [Opening]") and read.endswith(f"\n{OPENING.text}")
    assert Verifier(Weighing(0.9), least=0.5, of_all=True).check(plain, [OPENING]).verdict == "supported"
    literal = OPENING.text[OPENING.text.index("Russia continues") : OPENING.text.index(" Russia is demanding")]
    assert Verifier(doubting, least=0.5, of_all=True).check(literal, [OPENING]).verdict == "quoted"


def test_what_the_model_finds_probable_is_still_held_to_the_rules() -> None:
    assert Verifier(Weighing(1.0)).check("The launcher holds 26 interceptors.", [SITE]).verdict == "unsupported"


def test_other_forms_of_a_name_come_from_the_glossary() -> None:
    cited = Cited("A Thai report listed the Nudol among the interceptors tested at Sary Shagan.")
    sentence = "The A-235 was listed among the interceptors tested at Sary Shagan."
    assert Verifier().check(sentence, [cited]).verdict == "unsupported"
    assert Verifier(forms=forms_in(Glossary(terms_of(GLOSSARY)))).check(sentence, [cited]).verdict == "supported"
