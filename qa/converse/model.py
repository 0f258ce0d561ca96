"""A follow-up completed by a language model, where one is set: in a few seconds, and checked.

What a model makes of a follow-up counts only if it is one short question without markup that brings in no name, number
or year which neither the conversation's questions nor the sentences cited for them have. Whatever else comes of it, an
error or no answer in time among them, the question that the rules made stands.
"""

import re
from collections.abc import Sequence

from corpus.glossary import Glossary
from qa.chat.types import ChatModel
from qa.converse.clauses import raised
from qa.converse.phrases import names_in
from qa.converse.wording import Kind
from qa.errors import ChatError
from qa.names import forms_of, mentions
from qa.prompts import standalone_prompt

WITHIN_S = 4.0
TOKENS = 120
LONGEST_CHARS = 300
EARLIER = 6
CITED = 4
REWRITTEN: tuple[Kind, ...] = ("points", "bare", "about", "meant", "asks")
"""The kinds of follow-up that a model may be better at; the others are exact."""
_MARKUP = re.compile(r"[<>\[\]{}*_`#|\\\n]|https?:|www\.|-----")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITAL = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w’'-]*")


def by_model(chat: ChatModel, question: str, earlier: Sequence[str], cited: Sequence[str], glossary: Glossary) -> str:
    """`question` after the questions `earlier`, as `chat` completes it from them and the sentences `cited` last; empty
    where it fails, takes too long, or says what may not be taken over."""
    asked, sources = earlier[-EARLIER:], cited[:CITED]
    pieces = chat.stream(standalone_prompt(question, asked, sources), within_s=WITHIN_S, tokens=TOKENS)
    said = ""
    try:
        for piece in pieces:
            said += piece
            if len(said) > 2 * LONGEST_CHARS:
                break
    except ChatError:  # the rules' question stands
        return ""
    finally:
        getattr(pieces, "close", lambda: None)()
    return admissible(said, [question, *asked, *sources], glossary)


def admissible(said: str, known: Sequence[str], glossary: Glossary) -> str:
    """What a model `said`, if it is one question that may be taken over after the texts `known`; else empty."""
    text = said.strip().strip('"“”').strip()
    if not text.endswith("?") or text.count("?") != 1 or len(text) > LONGEST_CHARS or _MARKUP.search(text):
        return ""
    whole = "\n".join(known)
    folded = whole.casefold()
    names = [one.text for one in names_in(text, glossary)]
    if not all(mentions(whole, forms_of(name)) or _is_term(name, whole, glossary) for name in names):
        return ""
    if set(_NUMBER.findall(text)) - set(_NUMBER.findall(whole)):
        return ""
    capitals = [re.sub(r"['’]s$", "", word) for word in _CAPITAL.findall(text)]
    if not all(word.casefold() in folded or mentions(whole, forms_of(word)) for word in capitals):
        return ""
    return raised(text)


def _is_term(name: str, text: str, glossary: Glossary) -> bool:
    """Whether `text` has the glossary's term `name` in any of its forms."""
    wanted = {term.name for _, _, term in glossary.occurrences(name)}
    return bool(wanted) and wanted <= {term.name for _, _, term in glossary.occurrences(text)}
