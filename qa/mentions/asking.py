"""Does a question ask for every mention of a term, and of which? "How often is Iran mentioned?" → Iran."""

import re

_ASIDE = r"(?:please|now|then|and|so|ok(?:ay)?|can you|could you|would you)[, ]+"
_DO = r"(?:list|show|find|give|get|count|name|collect|see|display|i (?:want|need)|i(?:'d|’d| would) like)(?: me| us| up| to see)?"
_EVERY = r"(?:every|each|all)(?: single| one)?(?: of)?(?: the)?"
_MENTION = r"(?:mentions?|occurrences?|references?|instances?|uses?|appearances?)"
_SPOT = r"(?:places?|passages?|sentences?|documents?|papers?|briefs?|times?|spots?|pages?)"
_LIBRARY = (
    r"(?:(?:the|this|that|your|our|its|these|those|any|all|mdaa(?:'s|’s))\s+)?(?:\d{4}\s+)?"
    r"(?:library|collection|desk|documents?|texts?|it|they|(?:white\s+)?papers?|briefs?|memos?|glossary)"
)
_NAMES = r"(?:mentions?|mentioned|names?|named|refers? to|referred to|talks? (?:about|of)|speaks? of|uses?|used)"
_IS = r"(?:is|are|was|were|does|do|did)"
_FOUND = r"(?:mentioned|named|referred to|talked about|found|used|appears?|occurs?|come up|comes up)"
_TERM = r"(?P<term>.+?)"
_WITHIN = rf"(?:\s+(?:in|by|within|across|throughout|anywhere in)\s+{_LIBRARY})?"

_PATTERNS = tuple(
    re.compile(rf"(?:{_ASIDE})*(?:{pattern}){_WITHIN}", re.IGNORECASE)
    for pattern in (
        rf"(?:{_DO}\s+)?{_EVERY}\s+{_MENTION}\s+(?:of|to)\s+{_TERM}",
        rf"{_DO}\s+(?:the\s+)?{_MENTION}\s+(?:of|to)\s+{_TERM}",
        rf"(?:{_DO}\s+)?{_EVERY}\s+{_SPOT}\s+(?:where|in which|that|at which|when)?\s*(?:{_LIBRARY}\s+)?{_NAMES}\s+{_TERM}",
        rf"(?:{_DO}\s+)?{_EVERY}\s+{_SPOT}\s+(?:where|in which|at which|when)\s+{_TERM}\s+(?:{_IS}\s+)?{_FOUND}",
        rf"where(?:\s+in\s+{_LIBRARY})?\s+(?:does|do|did)\s+{_LIBRARY}\s+(?:mention|name|refer to|talk about|speak of|use)\s+{_TERM}",
        rf"where(?:\s+in\s+{_LIBRARY})?\s+(?:is|are|was|were)\s+{_TERM}\s+(?:mentioned|named|referred to|talked about)",
        rf"where(?:\s+in\s+{_LIBRARY})?\s+(?:does|do|did)\s+{_TERM}\s+(?:appear|occur|come up)",
        rf"how\s+(?:often|many times)\s+(?:does|do|did)\s+{_LIBRARY}\s+(?:mention|name|refer to|talk about|speak of|use)\s+{_TERM}",
        rf"how\s+(?:often|many times)\s+(?:is|are|was|were)\s+{_TERM}\s+(?:mentioned|named|referred to|talked about)",
        rf"how\s+(?:often|many times)\s+(?:does|do|did)\s+{_TERM}\s+(?:appear|occur|come up)\s+in\s+{_LIBRARY}",
        rf"how\s+many\s+{_MENTION}\s+(?:of|to)\s+{_TERM}(?:\s+(?:are|is)\s+there)?",
        rf"(?:in\s+)?(?:how many|which|what)\s+(?:documents|papers|briefs|passages)\s+(?:mention|name|refer to|talk about)\s+{_TERM}",
        rf"in\s+(?:how many|which|what)\s+(?:documents|papers|briefs|passages)\s+(?:is|are|was|were)\s+{_TERM}\s+(?:mentioned|named|referred to)",
        rf"in\s+(?:how many|which|what)\s+(?:documents|papers|briefs|passages)\s+(?:does|do)\s+{_TERM}\s+(?:appear|occur|come up)",
    )
)
_LONGEST_TERM_WORDS = 8


def term_asked(question: str) -> str:
    """The term of which `question` asks for every mention; empty if it asks for something else.

    >>> term_asked("Please list every mention of the NGI in the library.")
    'NGI'
    >>> term_asked("Where is the radar?")
    ''
    """
    text = re.sub(r"\s+", " ", question).strip().rstrip("?.! ").strip()
    for pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return _bare(found["term"])
    return ""


def _bare(term: str) -> str:
    """`term` without its article and quotation marks; empty for what is a clause rather than a term."""
    bare = re.sub(r"^(?:the\s+(?:term|word|name|phrase|acronym)|the|an?)\s+", "", term.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"^(?:the\s+)?(?:term|word|name|phrase|acronym)\s+(?=[\"“„«'‘])", "", bare, flags=re.IGNORECASE)
    bare = bare.strip("\"“”„«»'‘’ ")
    return bare if len(bare.split()) <= _LONGEST_TERM_WORDS else ""
