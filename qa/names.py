"""Names that questions and documents write in different ways: countries, the people and capitals that stand for them.

Plain geographical facts; whatever is particular to a library's field belongs in its own glossary instead.
"""

import re
from dataclasses import dataclass

YEAR = re.compile(r"(?<![\w-])(?:1[89]|20)\d\d(?![\w-])")

_PLACES = """
united states|u.s.|us|usa|u.s|america|american|americans|washington
russia|russian|russians|moscow|kremlin|russian federation
soviet union|soviet|soviets|ussr
united kingdom|uk|u.k.|britain|british|london
european union|eu
germany|german|germans|berlin
france|french|paris
poland|polish|poles|warsaw
romania|romanian|romanians|bucharest
czech republic|czech|czechs|prague|czechia
turkey|turkish|turks|ankara|türkiye
spain|spanish|madrid
italy|italian|rome
norway|norwegian|oslo
denmark|danish|copenhagen
netherlands|dutch|the hague
ukraine|ukrainian|ukrainians|kyiv|kiev
belarus|belarusian|minsk
azerbaijan|azerbaijani|azeri|baku
lithuania|lithuanian|vilnius
latvia|latvian|riga
estonia|estonian|tallinn
iran|iranian|iranians|tehran
iraq|iraqi|baghdad
israel|israeli|israelis|jerusalem
syria|syrian|damascus
saudi arabia|saudi|saudis|riyadh
united arab emirates|uae|emirati|emirates
yemen|yemeni|houthi|houthis
china|chinese|beijing|prc
north korea|north korean|dprk|pyongyang
south korea|south korean|rok|seoul
japan|japanese|tokyo
india|indian|new delhi
pakistan|pakistani|islamabad
australia|australian|canberra
canada|canadian|ottawa
taiwan|taiwanese|taipei
europe|european|europeans
middle east|middle eastern
"""

_FORMS: dict[str, tuple[str, ...]] = {}
for _line in _PLACES.strip().splitlines():
    _group = tuple(_line.split("|"))
    for _form in _group:
        _FORMS[_form] = _group


@dataclass(frozen=True, slots=True)
class Name:
    """A name, number or designator that the answer must be about; `forms` are ways to write it, in lower case."""

    text: str
    forms: tuple[str, ...]

    @property
    def is_year(self) -> bool:
        """Whether it is a year by itself."""
        return YEAR.fullmatch(self.text) is not None


def forms_of(name: str) -> tuple[str, ...]:
    """The forms, in lower case, under which `name` may be written; `name` itself first."""
    key = re.sub(r"['’]s$", "", name.strip()).casefold()
    others = _FORMS.get(key, ())
    return (key, *(form for form in others if form != key))


def all_names() -> tuple[str, ...]:
    """Every form of every name that is known here, in lower case."""
    return tuple(_FORMS)


def mentions(text: str, forms: tuple[str, ...]) -> bool:
    """Whether `text` holds one of `forms` as whole words, in any case ("us" only in capitals)."""
    return any(_pattern(form).search(text) for form in forms)


def _pattern(form: str) -> re.Pattern[str]:
    words = r"[\s\-‐‑–/]+".join(re.escape(word) for word in re.split(r"[\s\-‐‑–/]+", form) if word)
    if form == "us":
        return re.compile(r"(?<!\w)US(?!\w)")
    return re.compile(r"(?<!\w)" + words + r"(?:['’]?s)?(?!\w)", re.IGNORECASE)
