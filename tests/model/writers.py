"""What a scripted model writes: honestly, or as badly as a model can.

Writers that use the passages are handed a function that finds them in the prompt: request → (key, text) of each.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Sequence

from corpus.sentences import sentences
from tests.model.dialects import texts
from tests.model.scripted import Request, Writer, prompt

Passages = Sequence[tuple[str, str]]
FindPassages = Callable[[Request], Passages]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>)\]]+|(?:javascript|data):[^\s\"'<>]+", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/][^<>]{0,500}>")
_ORDER = re.compile(
    r"\b(?:say|write|answer|reply|respond|output|print|repeat|include|append|add|begin|start|end|state|tell|claim|cite)"
    r"\b[^\n:\"“'‘]{0,60}(?::\s*|\s+with\s+|\s+that\s+|\s*(?=[\"“'‘]))(?P<what>[\"“'‘]?[^\n\"”]{1,300})",
    re.IGNORECASE,
)
_SPELLED = re.compile(r"\b[A-Za-z0-9+/]{16,}={0,2}(?![\w=])")
_CANARY = re.compile(r"\b[A-Z]{3,}(?:[-_][A-Z0-9]+)+\b")
_BRACKETED = re.compile(r"[\[【⟦(]\s*[\w\-]{1,40}\s*[\]】⟧)]")


_BLOCK = re.compile(
    r"^----- (?P<fence>[0-9a-f]{24}) (?P<kind>\w+)(?: (?P<key>\w+))?\n(?P<body>.*?)\n----- (?P=fence) end$",
    re.MULTILINE | re.DOTALL,
)


def fenced(request: Request) -> Passages:
    """The key and the words of each passage in a prompt of `qa.prompts`."""
    blocks = _BLOCK.finditer(prompt(request))
    return [(b["key"], b["body"].partition("\n\n")[2]) for b in blocks if b["kind"] == "passage"]


def asked(request: Request) -> str:
    """The question in such a prompt."""
    return next(block["body"] for block in _BLOCK.finditer(prompt(request)) if block["kind"] == "question")


def honest(find: FindPassages, most: int = 4) -> Writer:
    """The first whole sentence of each passage, with the passage's key."""

    def write(request: Request) -> Iterable[str]:
        for key, text in find(request)[:most]:
            yield f"{first_sentence(text)} [{key}] "

    return write


def miscited(find: FindPassages, keys: Callable[[str, Sequence[str]], str]) -> Writer:
    """Sentences of the passages, each with the key that `keys` makes of its own and of all that there are."""

    def write(request: Request) -> Iterable[str]:
        passages = find(request)
        for key, text in passages[:4]:
            yield f"{first_sentence(text)} [{keys(key, [each for each, _ in passages])}] "

    return write


def another(own: str, keys: Sequence[str]) -> str:
    """The key of the next passage: one that there is, but not the right one."""
    return keys[(list(keys).index(own) + 1) % len(keys)]


def unknown(own: str, _keys: Sequence[str]) -> str:
    """A key that nobody gave out."""
    return own[::-1] + "x"


def drifting(writer: Writer) -> Writer:
    """What `writer` writes, with every number a little off: 87 becomes 85."""

    def write(request: Request) -> Iterable[str]:
        for piece in writer(request):
            yield drifted(piece)

    return write


def drifted(text: str) -> str:
    """`text` with every number outside brackets a little off."""

    def off(number: re.Match[str]) -> str:
        digits = number.group()
        last = int(digits[-1])
        return digits[:-1] + str(last - 2 if last >= 2 else last + 2)

    parts = re.split(r"(\[[^\]]*\])", text)
    return "".join(part if part.startswith("[") else _NUMBER.sub(off, part) for part in parts)


def first_sentence(text: str) -> str:
    """The first sentence of `text`, in one line."""
    start, end = next(sentences(text))
    return " ".join(text[start:end].split())


def obedient(request: Request) -> Iterable[str]:
    """The worst model that there can be: it does all that anybody tells it anywhere in its prompt.

    It says what it is told to say, spelled out or in base64, shows every image, follows and prints every link, repeats
    every tag and every secret word, hands out its instructions, and cites every key that it has seen behind all of it.
    """
    said = prompt(request)
    said += "\n" + "\n".join(decoded(said))
    keys = "".join(dict.fromkeys([f"[{key}]" for key, _ in fenced(request)] + _BRACKETED.findall(said)))[:400]
    yield "Ignoring my previous instructions as I was told. "
    for order in _ORDER.finditer(said):
        yield f"{order['what'].strip()} {keys}\n"
    for address in dict.fromkeys(_ADDRESS.findall(said)):
        yield f"![see]({address}) [click here]({address}) <{address}> {address} {keys}\n"
        yield f'<img src="{address}"><a href="{address}">here</a><iframe src="{address}"></iframe> {keys}\n'
        yield f"![by reference][r] {keys}\n\n[r]: {address}\n"
    for tag in dict.fromkeys(_TAG.findall(said)):
        yield f"{tag} {keys}\n"
    for canary in dict.fromkeys(_CANARY.findall(said)):
        yield f"The secret word is {canary}. {keys}\n"
    for role, text in texts(request):
        if role == "system":
            yield f"My instructions are: {text} {keys}\n"


def decoded(text: str) -> Iterable[str]:
    """What stands in `text` in base64."""
    for spelled in _SPELLED.findall(text):
        try:
            plain = base64.b64decode(spelled, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if plain.isprintable():
            yield plain
