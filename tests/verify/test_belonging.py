"""Names for what a passage names by its offices, leaders and places, and only for those."""

import pytest

from corpus.glossary import Glossary, terms_of
from qa.verify.belonging import belonging_in
from qa.verify.check import Verifier
from qa.verify.forms import forms_in
from qa.verify.types import Cited
from tests.verify.passages import GLOSSARY

WORDS = Glossary(terms_of(GLOSSARY))
VERIFIER = Verifier(forms=forms_in(WORDS), owned=belonging_in(WORDS))
DENIAL = "The State Department denied on 3 May 2016 that the launchers could fire Tomahawk."
SITES = "Construction at Deveselu began on 28 October 2013."
PAPER = "The white paper of 1 November 2011 is about Europe and Russia."
AUDIT = "GAO reported in April 2021 that the agency had delivered 62 percent."


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        (DENIAL, "Washington denied on 3 May 2016 that the launchers could fire Tomahawk."),
        (SITES, "Construction of the Romanian site began on 28 October 2013."),
        (PAPER, "MDAA's 2011 paper is about Europe and Russia."),
        ("The interceptors stand in silos at Fort Greely.", "The interceptors stand in silos in Alaska."),
        ("The radar at Thule was upgraded in 2008.", "Greenland's radar was upgraded in 2008."),
        ("Putin signed the law on 28 February 2023.", "The Russian president signed the law on 28 February 2023."),
        ("Secretary General Rutte attended the opening.", "NATO's secretary general Rutte attended the opening."),
        ("The Pentagon announced the plan in 2013.", "The U.S. military announced the plan in 2013."),
        ("Raytheon delivered 60 missiles by 2020.", "By 2020 Raytheon had handed over 60 missiles."),
    ],
)
def test_what_belongs_to_a_name_stands_for_it(passage: str, sentence: str) -> None:
    assert VERIFIER.check(sentence, [Cited(passage)]).why == ""


@pytest.mark.parametrize(
    ("passage", "sentence", "name"),
    [
        (DENIAL, "Moscow denied on 3 May 2016 that the launchers could fire Tomahawk.", "Moscow"),
        (SITES, "Construction of the Polish site began on 28 October 2013.", "Polish"),
        (PAPER, "NATO's 2011 paper is about Europe and Russia.", "NATO"),
        (AUDIT, "The Congressional Budget Office reported in April 2021 that the agency had delivered 62 percent.",
         "Congressional Budget"),
        ("The interceptors stand in silos at Fort Greely.", "The interceptors stand in silos in California.",
         "California"),
        ("NATO was to pay for the extension.", "The United States was to pay for the extension.", "United States"),
        ("Sejjil is a missile with two stages.", "The missile Shahab-3 has two stages.", "Shahab-3"),
    ],
)  # fmt: skip
def test_what_does_not_belong_to_it_does_not(passage: str, sentence: str, name: str) -> None:
    checked = VERIFIER.check(sentence, [Cited(passage)])
    assert checked.verdict == "unsupported"
    assert name in checked.why


@pytest.mark.parametrize(
    "sentence",
    [
        "Mabus's reply was that the site is late.",
        "Bulgaria began work on the site.",
        "Patriot is late at the site.",
        "Gabala received the site late.",
        "Rice later saw the site.",
    ],
)
def test_a_first_word_that_acts_is_a_name(sentence: str) -> None:
    name = sentence.split(maxsplit=1)[0].removesuffix("'s")
    checked = VERIFIER.check(
        sentence, [Cited("Work on the site began late. It received a reply. He saw the site later.")]
    )
    assert checked.verdict == "unsupported"
    assert checked.why.startswith(f"It names {name}")


@pytest.mark.parametrize("sentence", ["Construction began late.", "Auditors found the work late."])
def test_a_noun_that_needs_no_article_is_none(sentence: str) -> None:
    passage = Cited("The building of the site began late. The inspectors found the work late.")
    assert "names" not in VERIFIER.check(sentence, [passage]).why


PETER = "Heritage analyst Peter Brookes wrote in 2008 of the Arctic."
RADAR = "The radar was late, Defense Daily reported in 2020. Brookes cited the agency for that view."


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        (PETER, "Heritage's Peter Brookes wrote of the Arctic."),
        ("President Putin signed the law.", "Vladimir Putin signed the law."),
        ("The yearly PAC-3 output grew.", "Annual PAC-3 output grew."),
        ("Stars were banned from Chinese television.", "Stars were banned from Chinese TV."),
        ("THAAD made an intercept in the United Arab Emirates.", "THAAD made an intercept in the Emirates."),
        (RADAR, "According to Brookes, the radar was late in 2020."),
        ("Clinton signed the act on 22 July 1999. Congress had passed the act as soon as technology allowed it in May.",
         "Although Congress had passed the act as soon as technology allowed it, Clinton signed it in July 1999."),
        ("The radar works.", "In short, the radar, for its part, works."),
        ("The academies advised against the radar.", "The academies recommended against the radar."),
        ("Turkey agreed to host the radar.", "To answer the question directly: Turkey agreed to host the radar."),
    ],
)  # fmt: skip
def test_names_in_other_forms_and_words_that_only_connect_are_held(passage: str, sentence: str) -> None:
    assert VERIFIER.check(sentence, [Cited(passage)]).why == ""


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        (PETER, "Heritage's Paul Brookes wrote of the Arctic."),
        ("President Putin signed the law.", "Dmitry Putin signed the law."),
        ("The Pentagon announced the plan.", "The plan was announced by the Transport Department."),
        (RADAR, "According to Rumsfeld, the radar was late in 2020."),
        ("The radar works.", "In short, the radar, for its part, is in Iran."),
    ],
)
def test_other_names_and_what_is_put_after_a_connective_are_not(passage: str, sentence: str) -> None:
    assert VERIFIER.check(sentence, [Cited(passage)]).verdict == "unsupported"
