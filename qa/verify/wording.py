"""Tables of English words that the checks go by: small words, spellings and bent forms, titles."""

SMALL = frozenset(
    """a an and as at but by for from he her hers him his i if in into is it its me my of on or our ours out she so than
    that the their theirs them then there these they this those to too up upon us was we were what when where which
    while who whom whose why with you your be been being am are do does did doing done has have had having will would
    shall should can could may might must not no nor neither either both also about after again against all already
    although among an another any around because before between both down during each even ever every few further here
    how however just least less like likewise many more most much never now off once one only other over own per same
    several since some still such though through thus together under until very via well whether within without yet
    according there's namely meanwhile moreover therefore thereby toward towards across along
    amid onto regarding concerning related respectively while whereas way ways thing things kind kinds part parts case cases time times new own able
    one's himself itself themselves etc back out off away aside else someone somebody rather instead anything everything something anyone everyone someone today currently mid""".split()
)
"""Words that say little by themselves; negations and the like among them have checks of their own."""

LIGHT = frozenset(
    """say make take give get come go put use include let become sit lie stand remain stay keep bring turn run set call 
    mean know see look seem appear try help allow want need fall reach show find follow serve mark form last leave move pass carry passage library source
    excerpt paper whitepaper document report brief page article date dated fact recent recently information despite alone base
    account text word statement""".split()
)
"""Verbs that carry little meaning, in the one form of each; what is denied or said of them still counts."""

_SPELLINGS: dict[str, str] = {
    "defence": "defense", "defences": "defenses", "programme": "program", "programmes": "programs",
    "centre": "center", "centres": "centers", "kilometre": "kilometer", "kilometres": "kilometers", "metre": "meter",
    "metres": "meters", "theatre": "theater", "theatres": "theaters", "offence": "offense", "licence": "license",
    "labour": "labor", "favour": "favor", "favours": "favors", "favoured": "favored", "colour": "color",
    "honour": "honor", "behaviour": "behavior", "neighbour": "neighbor", "neighbours": "neighbors",
    "neighbouring": "neighboring", "cancelled": "canceled", "cancelling": "canceling", "modernisation": "modernization",
    "modernise": "modernize", "organisation": "organization", "organisations": "organizations", "recognise": "recognize",
    "recognised": "recognized", "criticise": "criticize", "criticised": "criticized", "authorise": "authorize",
    "authorised": "authorized", "emphasise": "emphasize", "emphasised": "emphasized", "manoeuvre": "maneuver",
    "manoeuvring": "maneuvering", "grey": "gray", "towards": "toward", "gen": "general", "sen": "senator", "rep": "representative", "lt": "lieutenant",
    "col": "colonel", "adm": "admiral", "pres": "president", "tv": "television", "gov": "governor", "per cent": "percent",
}  # fmt: skip

_IRREGULAR = """
begin began begun|say says said saying|tell told|give gives gave given giving|hold held|build built|sell sold|buy bought|fly flew flown|
send sent|meet met|lead led|leave left|keep kept|win won|lose lost|take takes took taken taking|choose chose chosen|
break broke broken|shoot shot|fight fought|speak spoke spoken|seek sought|think thought|fall fell fallen|
rise rose risen|use uses used using|include includes included including|make makes made making|get gets got|
put puts putting|let lets|grow grew grown|become became|see saw seen|know knew known|draw drew drawn|write wrote written|
withdraw withdrew withdrawn|forbid forbade forbidden|strike struck|spend spent|understand understood|run ran|
come comes came coming|go goes went gone going|find found|bring brought|teach taught|catch caught|feel felt|pay paid|mean meant|stand stood|
show shown|bear bore borne|throw threw thrown|arise arose arisen|undergo underwent undergone|
oversee oversaw overseen|undertake undertook undertaken
"""
FORMS = _SPELLINGS | {form: line.split()[0] for line in _IRREGULAR.strip().split("|") for form in line.split()[1:]}
"""One form for each word that English spells, or bends, in several."""


ORDINARY = frozenset(
    "time times use uses way ways part parts case cases thing things kind kinds new own able get put".split()
)
"""Small words that can be names or parts of them when they are written with a capital: "Japan Times", "Time"."""

TITLES = frozenset(
    """president prime minister secretary senator representative general admiral vice deputy director ambassador king
    queen chancellor chairman chairwoman chair spokesman spokeswoman mr mrs ms dr lieutenant colonel major captain
    commander congressman congresswoman professor foreign defense state congress senate house administration department
    ministry government navy army air force treaty act summit report paper alliance agency office council committee
    white house site phase block radar system missile war fiscal north south east west western eastern northern southern
    """.split()
)
"""Words that are written with a capital beside a name, and without one elsewhere; they are checked like other words."""
