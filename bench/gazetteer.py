"""Names and words that plausible falsehoods are made of, for `bench.falsehoods`. Listed by hand; no patterns."""

MONTHS = {
    name.lower(): name
    for name in "January February March April May June July August September October November December".split()
}
NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty".split()
)
UNITS = {
    "km": ["miles"], "kilometers": ["miles", "meters"], "miles": ["kilometers"], "percent": ["million"],
    "million": ["billion"], "billion": ["million"], "months": ["years"], "years": ["months"], "minutes": ["hours"],
    "seconds": ["minutes"], "days": ["weeks"], "weeks": ["months"], "meters": ["kilometers"], "tons": ["pounds"],
}  # fmt: skip
COUNTRIES = (
    "Poland", "Romania", "Turkey", "Spain", "Germany", "Japan", "South Korea", "North Korea", "Iran", "Israel",
    "Ukraine", "China", "Russia", "Azerbaijan", "Italy", "France", "Bulgaria", "Saudi Arabia", "Syria", "Norway",
    "Denmark", "India", "Taiwan", "Belarus", "Iraq",
)  # fmt: skip
PLACES = (
    "Redzikowo", "Deveselu", "Kurecik", "Rota", "Fort Greely", "Vandenberg", "Gabala", "Kaliningrad", "Lisbon",
    "Chicago", "Prague", "Bucharest", "Ramstein", "Hawaii", "Alaska", "California", "Fylingdales", "Thule",
    "Clear", "Guam", "Seongju", "Gaziantep", "Norfolk", "Sochi", "Deauville", "Geneva", "Kyiv", "Okinawa", "Alabama",
    "Huntsville", "Kodiak", "Armavir", "Irkutsk", "Lekhtusi", "Adana", "Kahramanmaras",
)  # fmt: skip
FAMILIES = (
    ("Block IA", "Block IB", "Block IIA", "Block IIB"),
    ("SM-2", "SM-3", "SM-6"),
    ("S-300", "S-400", "S-500"),
    ("PAC-2", "PAC-3"),
    ("Phase 1", "Phase 2", "Phase 3", "Phase 4"),
    ("Arrow 2", "Arrow 3", "Arrow 4"),
    ("A-135", "A-235"),
    ("51T6", "53T6"),
    ("AN/TPY-2", "SPY-1", "SPY-6", "SPY-7"),
    ("Mk-41", "Mk-57"),
    ("THAAD", "Patriot", "Iron Dome"),
    ("Kinzhal", "Avangard", "Sarmat", "Zircon"),
    ("Don-2N", "Daryal", "Voronezh"),
    ("FTM-44", "FTM-15", "FTG-15", "FTG-11", "FTM-16"),
    ("Shahab-3", "Sejjil", "Emad", "Khorramshahr"),
    ("Hwasong-14", "Hwasong-15", "Hwasong-17", "Taepodong-1"),
    ("New START", "INF Treaty", "ABM Treaty"),
    ("SBX", "LRDR", "HBTSS"),
    ("NGI", "GBI", "EKV"),
    ("S. 257", "S. 251", "H.R. 4125"),
    ("Yars", "Topol-M", "Bulava"),
    ("9M729", "9M728"),
    ("Aegis Ashore", "Aegis Afloat"),
    ("Tomahawk", "Harpoon"),
    ("FY2023", "FY2021", "FY2026", "FY2025", "FY2024"),
    ("SPY-1D(V)", "SPY-6"),
    ("C2BMC", "BMDS"),
    ("GMD", "THAAD"),
    ("EPAA", "JDEC"),
)
AUXILIARIES = (
    "is",
    "are",
    "was",
    "were",
    "will",
    "would",
    "can",
    "could",
    "should",
    "has",
    "have",
    "had",
    "may",
    "must",
)
PAST = {
    "announced": "announce", "agreed": "agree", "signed": "sign", "declared": "declare", "launched": "launch",
    "deployed": "deploy", "failed": "fail", "succeeded": "succeed", "hit": "hit", "planned": "plan", "reported": "report",
    "gave": "give", "left": "leave", "joined": "join", "offered": "offer", "rejected": "reject", "proposed": "propose",
    "suspended": "suspend", "withdrew": "withdraw", "accepted": "accept", "decided": "decide", "destroyed": "destroy",
    "intercepted": "intercept", "asked": "ask", "opened": "open", "ended": "end", "became": "become", "approved": "approve",
    "received": "receive", "sent": "send", "began": "begin", "moved": "move", "named": "name", "tested": "test",
    "counted": "count", "required": "require", "described": "describe", "called": "call", "said": "say", "wrote": "write",
}  # fmt: skip
SPEECH = (
    "said", "says", "reported", "wrote", "announced", "argued", "stated", "declared", "warned", "told", "claimed",
    "described", "judged", "counted", "gave", "noted", "called", "explained", "promised", "credited", "blamed",
)  # fmt: skip
BEARERS = (
    "Russia", "NATO", "the United States", "MDAA", "Moscow", "Washington", "China", "Iran", "Poland", "Turkey",
    "the Pentagon", "the Kremlin", "the State Department", "Congress", "the Government Accountability Office",
    "the Arms Control Association", "Reuters", "CNN", "The Washington Post", "Lockheed Martin", "Raytheon",
    "the Missile Defense Agency", "the Congressional Research Service", "Secretary Gates", "President Medvedev",
)  # fmt: skip
ORDERED = frozenset(
    "offered invited accused attacked asked told warned sold gave promised blamed criticized urged sent threatened "
    "supplied showed notified left joined informed pressed".split()
)
TITLES = frozenset(
    "President Minister Secretary General Senator Admiral Ambassador Representative Director Chancellor".split()
)
PUT_ON = (
    " in response to Russian objections", ", despite strong objections from several senators",
    " because of budget cuts ordered by the White House", ", at a cost of some four hundred million euros",
    ", the first success of its kind in a decade", " after a software fault had grounded the fleet",
    ", which local mayors had opposed in court", ", and a second contract is expected to follow in the spring",
    " as a result of an audit by the inspector general", ", although engineers doubted its accuracy",
    ", a decision that surprised the German chancellor", ", with funds taken from the shipbuilding account",
    " under pressure from environmental groups", ", which analysts called a turning point for the region",
    ", and Canada later asked to take part", " following a secret meeting in Vienna",
    ", making it the largest program of its kind in the world", ", so that older launchers could be scrapped",
    " because the contractor had run out of spare parts", ", which critics described as a waste of money",
    ", and the crew received a medal for it", ", as recommended by an independent panel of physicists",
    " in exchange for trade concessions", ", even though the radar had not passed its trials",
    ", while Australia agreed to pay a third of the bill", ", a step that violated earlier promises",
    " thanks to a breakthrough in laser technology", ", until a lawsuit by fishermen stopped the work",
)  # fmt: skip
_GROUPS = (
    ("Russia", "Russian", "Russians", "Moscow", "Kremlin", "the Kremlin", "Soviet"),
    ("the United States", "United States", "U.S.", "US", "America", "American", "Washington"),
    ("Poland", "Polish", "Warsaw"), ("Romania", "Romanian", "Bucharest"), ("Turkey", "Turkish", "Ankara"),
    ("Spain", "Spanish", "Madrid"), ("Germany", "German", "Berlin"), ("Japan", "Japanese", "Tokyo"),
    ("South Korea", "Seoul", "ROK"), ("North Korea", "Pyongyang", "DPRK"), ("Iran", "Iranian", "Tehran"),
    ("Israel", "Israeli", "Israelis"), ("Ukraine", "Ukrainian", "Kyiv"), ("China", "Chinese", "Beijing"),
    ("Azerbaijan", "Azerbaijani", "Baku"), ("Italy", "Italian", "Rome"), ("France", "French", "Paris"),
    ("Bulgaria", "Bulgarian"), ("Saudi Arabia", "Saudi"), ("Syria", "Syrian"), ("Norway", "Norwegian"),
    ("Denmark", "Danish"), ("India", "Indian"), ("Taiwan", "Taiwanese"), ("Belarus", "Belarusian"), ("Iraq", "Iraqi"),
    ("MDAA", "Missile Defense Advocacy Alliance", "the association", "Alliance"),
    ("the Pentagon", "Pentagon", "Department of Defense", "Defense Department"),
    ("the State Department", "State Department", "Department of State"), ("Congress", "House", "Senate"),
    ("the Government Accountability Office", "Government Accountability Office", "GAO"),
    ("the Arms Control Association", "Arms Control Association", "Arms Control Today"),
    ("the Missile Defense Agency", "Missile Defense Agency", "MDA"),
    ("the Congressional Research Service", "Congressional Research Service", "CRS"),
    ("Secretary Gates", "Gates"), ("President Medvedev", "Medvedev"), ("NATO", "alliance", "Atlantic"),
    ("two", "2", "both", "pair", "second", "twice", "double"), ("three", "3", "third"), ("four", "4", "fourth"),
    ("five", "5", "fifth"), ("six", "6", "sixth"), ("seven", "7", "seventh"), ("eight", "8", "eighth"),
    ("nine", "9", "ninth"), ("ten", "10", "tenth"), ("eleven", "11"), ("twelve", "12", "dozen"), ("thirteen", "13"),
    ("fourteen", "14"), ("fifteen", "15"), ("sixteen", "16"), ("seventeen", "17"), ("eighteen", "18"),
    ("nineteen", "19"), ("twenty", "20"),
    ("GBI", "Ground-Based Interceptor"), ("NGI", "Next Generation Interceptor"), ("EKV", "Exoatmospheric Kill Vehicle"),
    ("SBX", "Sea-Based X-Band Radar"), ("LRDR", "Long Range Discrimination Radar"), ("GMD", "Ground-based Midcourse"),
    ("THAAD", "Terminal High Altitude"), ("EPAA", "Phased Adaptive Approach"), ("C2BMC", "Command, Control"),
    ("JDEC", "Joint Data Exchange"), ("SM-3", "Standard Missile-3"), ("SM-6", "Standard Missile-6"),
    ("SM-2", "Standard Missile-2"), ("kilometers", "km", "kilometer"), ("miles", "mile"), ("meters", "meter"),
    ("Phase 4", "fourth phase", "Phase Four"), ("Phase 1", "first phase"), ("Phase 2", "second phase"),
    ("Phase 3", "third phase"), ("New START", "START"),
)  # fmt: skip
SAME: dict[str, tuple[str, ...]] = {form.lower(): group for group in _GROUPS for form in group}
"""For each name in lower case all that may stand for it."""
