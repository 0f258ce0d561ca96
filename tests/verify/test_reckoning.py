"""Numbers told in other words, or reckoned from those of the passage: true ones are supported, others are not."""

import pytest

from qa.verify.check import Verifier
from qa.verify.types import Cited

FLIGHT = "The missile flew for 1 hour 25 minutes 56 seconds and reached 7,687.5 km."
TREATY = "The Senate approved the treaty on 3 August 1972. The treaty entered into force on 3 October 1972."
SITES = "Russia still used leased sites abroad in 2006: Baranovichi, Sevastopol, Mukachevo, Balkhash and Gabala."
SHIPS = "Spain hosts destroyers at Rota: four at first, with two more agreed on 8 May 2023."
BUDGET = "The portfolio was worth $3.4 billion in 2023, about a third of the budget."
SPENT = "At least $250 billion had been spent on missile defense."
FAILED = "Tests failed in January 2010, in December 2010 and on 5 July 2013."
DELIVERED = "More than 315 missiles had been delivered by August 2017."
ESTIMATE = "China had about 600 weapons and Russia about 200 to 300 by an estimate of the agency."
OLD = "The agreement with Turkey was seven weeks old, and the start of the radar was expected."
ASKED = "The agency asked for $9.6 billion and received $1 billion more from Congress."
LAUNCHER = "The launcher consists of three modules with eight interceptors each."
SERIES = "In July and August 2015 the ship fired four shots. The 2015 series used three missiles of one kind."

FAITHFUL = [
    (FLIGHT, "The missile flew for just under 86 minutes."),
    (FLIGHT, "The missile flew for about an hour and 26 minutes."),
    (TREATY, "Approved by the Senate on 3 August 1972, the treaty entered into force two months later."),
    (SITES, "Russia still used five leased sites abroad in 2006, among them Gabala and Balkhash."),
    (SHIPS, "With the two agreed in May 2023, Spain hosts six destroyers at Rota in all."),
    (BUDGET, "The portfolio was worth $3.4 billion in 2023, roughly one third of the budget."),
    (SPENT, "At least a quarter of a trillion dollars had been spent on missile defense."),
    (FAILED, "Three tests failed, one in January 2010, another that December and a third in July 2013."),
    (DELIVERED, "Deliveries of the missiles had passed 315 by August 2017."),
    (ESTIMATE, "An estimate of the agency put China at roughly 600 weapons and Russia at 200 to 300."),
    (OLD, "The agreement with Turkey was not yet two months old."),
    (OLD, "The agreement with Turkey was less than two months old."),
    (ASKED, "Congress gave the agency $1 billion more than the $9.6 billion that it asked for."),
    (LAUNCHER, "The launcher holds 24 interceptors in its three modules."),
    (SERIES, "The four shots that the ship fired in July and August 2015 used three missiles of one kind."),
    ("A typical phase lasts about 30 seconds.", "A typical phase lasts about half a minute."),
    ("The test stayed in flight for 74 minutes.", "The test stayed in flight for one hour and 14 minutes."),
    ("Seven of 21 tests failed.", "A third of the 21 tests failed."),
    ("The radar was upgraded for $135 million.", "The radar was upgraded under a $135 million contract."),
    ("Ukraine intercepted 82 percent of the drones.", "Ukraine intercepted just over four in five of the drones."),
    ("Postol claimed 9 kilometers per second against an official 6.3.",
     "Postol claimed 9 kilometers per second; the official figure was 6.3 kilometers per second."),
    ("One report of April 2024 gives $17 billion, another of the same month gives $17.7 billion.",
     "Two reports of April 2024 give $17 billion and $17.7 billion."),
    ("The agency used the title for an alert of 3 March 2009 and again for one of 23 December 2009.",
     "The agency used the title for two alerts, the first of 3 March 2009, the second of 23 December 2009."),
    ("The first ship was due by the end of 2027, the second a year later.",
     "The first ship was due by the end of 2027, the second twelve months later."),
    ("The aircraft were shot down on 23 March, a Tornado, and on 2 April, a fighter.",
     "The fighter was shot down ten days after the Tornado."),
    ("GAO found no estimate on 26 January 2011. GAO found on 11 April 2014 that costs had been estimated for some.",
     "GAO found no estimate in January 2011; for some, costs had been estimated more than three years later."),
    ("The sites have a SPY-1 radar. Altair named a SPY-1D(V) radar and a launcher for SM-3 missiles at the sites.",
     "The sites have a SPY-1 radar and a launcher."),
    ("The Star placed the test on 29 August 2017, another paper on 30 August 2017.",
     "The Star placed the test on 29 August 2017, another paper on the 30th."),
    ("The ministry signed for 139 billion yen with Altair and for 132 billion yen with Wprost.",
     "The ministry signed with Altair for 139 billion yen and with Wprost for 132 billion."),
    ("Commanders needed 70 ships while 33 were in service.",
     "In service were 33 ships, against the 70 that commanders needed."),
    ("The system hit its target in Poland, against a missile fired from Iran.",
     "The system hit a missile from Iran in Poland."),
    ("Altair argued around the turn of 2021-2022 against the plan.",
     "Around the turn of 2021-22 Altair argued against the plan."),
    ("The site was opened on 13 November 2011.", "The site was opened in the second half of 2011."),
    ("The site was opened on 13 November 2011.", "The site was opened in the fourth quarter of 2011."),
    ("The Star placed the test on 29 August 2017, another paper on 30 August 2017.",
     "The test was on August 29 or 30, 2017."),
    ("The site was opened on 13 November 2011.", "The site was opened in the autumn of 2011."),
    ("The contract is worth up to $4.1 billion.", "The contract has a ceiling of $4.1 billion."),
    ("The radar has a range of up to 2,500 km.", "The maximum range of the radar is 2,500 km."),
    ("The number of ships rose from 28 in 2013 to 33 in 2014.",
     "Between 2013 and 2014 the number of ships grew by five to 33."),
    ("The upgrade costs $111.7 million.", "The upgrade costs more than $111 million."),
    ("The upgrade costs $9.7 billion.", "The upgrade costs almost $10 billion."),
    ("The range is about 1,600 km.", "The range is something like 1,600 km."),
    ("The range is about 1,600 km.", "The range is ~1,600 km."),
    ("CRS expected 111 missiles by 2011 and 341 by 2016.", "CRS expected more than three times as many by 2016, 341."),
    ("At least $250 billion had been spent.", "At least US$250 billion had been spent."),
    ("An increase of $900 million was reported.", "An increase of $900m was reported."),
    ("The contract is worth $4.1 billion.", "The contract is worth USD 4.1 billion."),
    ("The missile flew more than 500 km.", "The missile flew 500+ km."),
    ("Iran fired more than 300 drones.", "Iran fired 300-plus drones."),
    ("The range is about 1,600 km.", "The range is approx. 1,600km."),
    ("The plan foresaw about 3,450 interceptors.", "The plan foresaw 3,450 interceptors or so."),
    ("CRS expected 49 ships at the end of FY2021.", "CRS expected 49 ships at the end of FY21."),
    ("The range is 1,800 to 2,500 km.", "The range is 1800 to 2500 km."),
    ("It has a range of roughly 1,000 to 5,500 km.", "It has a range of roughly between 1,000 and 5,500 km."),
    ("A test of Block IIA, the first from Hawaii, failed.", "The first Block IIA test from Hawaii failed."),
    ("The first $25 billion were asked for in 2025.", "The first $25 billion were asked for in 2025, it says."),
]  # fmt: skip

FALSE = [
    (FLIGHT, "The missile flew for just under 80 minutes.", "80 minutes"),
    (FLIGHT, "The missile flew for an hour and 50 minutes.", "50 minutes"),
    (TREATY, "Approved by the Senate on 3 August 1972, the treaty entered into force five months later.", "five"),
    (SITES, "Russia still used seven leased sites abroad in 2006, among them Gabala and Balkhash.", "seven"),
    (SHIPS, "With those agreed in May 2023, Spain hosts eight destroyers at Rota in all.", "eight"),
    (BUDGET, "The portfolio was worth $3.4 billion in 2023, roughly one quarter of the budget.", "one quarter"),
    (SPENT, "At least half a trillion dollars had been spent on missile defense.", "half a trillion"),
    (FAILED, "Tests failed in January 2010, and the fourth failed in July 2013.", "fourth"),
    (DELIVERED, "Deliveries of the missiles had passed 415 by August 2017.", "415"),
    (ESTIMATE, "China had exactly 600 weapons.", "about 600"),
    (OLD, "The agreement with Turkey was more than two months old.", "two months"),
    (ASKED, "The agency asked for more than $9.6 billion.", "more than"),
    (LAUNCHER, "The launcher holds 32 interceptors in its three modules.", "32"),
    (SERIES, "The ship fired four shots in July and August 2014.", "August 2014"),
    ("The test stayed in flight for 74 minutes.", "The test stayed in flight for one hour and 24 minutes.", "24"),
    ("Seven of 21 tests failed.", "A quarter of the 21 tests failed.", "quarter"),
    ("The radar was upgraded for $135 million.", "The radar was upgraded for under $135 million.", "135"),
    ("Ukraine intercepted 82 percent of the drones.", "Ukraine intercepted one in five of the drones.", "one in five"),
    ("The first ship was due by the end of 2027, the second a year later.",
     "The first ship was due by the end of 2027, the second five months later.", "five months"),
    ("The aircraft were shot down on 23 March, a Tornado, and on 2 April, a fighter.",
     "The fighter was shot down twelve days after the Tornado.", "twelve days"),
    ("The Star placed the test on 29 August 2017, another paper on 30 August 2017.",
     "The Star placed the test on 29 August 2017, another paper on the 28th.", "28th"),
    ("The ministry signed for 139 billion yen with Altair and for 132 billion yen with Wprost.",
     "The ministry signed with Altair for 139 billion dollars.", "139 billion dollars"),
    ("Commanders needed 70 ships while 33 were in service.",
     "Commanders needed 33 ships, while 70 were in service.", "33"),
    ("The site was opened on 13 November 2011.", "The site was opened in the first half of 2011.", "first half"),
    ("The site was opened on 13 November 2011.", "The site was opened in the third quarter of 2011.", "third quarter"),
    ("CRS expected 111 missiles by 2011 and 341 by 2016.",
     "CRS expected more than five times as many by 2016, 341.", "five"),
    ("The site was opened on 13 November 2011.", "The site was opened in the spring of 2011.", "spring"),
    ("The contract is worth up to $4.1 billion.", "The contract is worth $4.1 billion.", "at most"),
    ("The number of ships rose from 28 in 2013 to 33 in 2014.",
     "Between 2013 and 2014 the number of ships grew by seven to 33.", "seven"),
    ("The upgrade costs $111.7 million.", "The upgrade costs more than $112 million.", "112"),
    ("The upgrade costs $9.7 billion.", "The upgrade costs about $9 billion.", "$9 billion"),
    ("The upgrade costs $9.7 billion.", "The upgrade costs almost $9 billion.", "$9 billion"),
    ("An increase of $900 million was reported.", "An increase of $900bn was reported.", "$900 billion"),
    ("The missile flew less than 500 km.", "The missile flew 500+ km.", "at least 500"),
    ("CRS expected 49 ships at the end of FY2021.", "CRS expected 49 ships at the end of FY20.", "2020"),
    ("The plan foresaw about 3,450 interceptors.", "The plan foresaw 3,450 interceptors or more.", "at least"),
    ("Altair argued around the turn of 2021-2022 against the plan.",
     "Around the turn of 2020-21 Altair argued against the plan.", "2020"),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "sentence"), FAITHFUL, ids=[sentence[:50] for _, sentence in FAITHFUL])
def test_what_follows_is_supported(passage: str, sentence: str) -> None:
    assert Verifier().check(sentence, [Cited(passage)]).why == ""


@pytest.mark.parametrize(("passage", "sentence", "why"), FALSE, ids=[sentence[:50] for _, sentence, _ in FALSE])
def test_what_does_not_follow_is_held_back(passage: str, sentence: str, why: str) -> None:
    checked = Verifier().check(sentence, [Cited(passage)])
    assert checked.verdict == "unsupported"
    assert why in checked.why
