"""Footnotes for the Markdown parser: `[^id]` in a line and `[^id]: …` definitions as tokens of their own."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

REFERENCE = "note_reference"
DEFINITION = "note_definition"

_REFERENCE = re.compile(r"\[\^([^\]\s\[]{1,200})\]")
_DEFINITION = re.compile(r"\[\^([^\]\s\[]{1,200})\]:[ \t]*(.*)")


def with_footnotes(parser: MarkdownIt) -> MarkdownIt:
    """`parser`, taught to give tokens of type REFERENCE (label in `meta`) and DEFINITION (label in `meta`)."""
    parser.inline.ruler.before("link", REFERENCE, _reference)
    parser.block.ruler.before("reference", DEFINITION, _definition, {"alt": ["paragraph", "reference"]})
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push(REFERENCE, "", 0)
        token.meta = {"label": match[1]}
        token.content = match[0]
    state.pos = match.end()
    return True


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A definition runs over the lines up to a blank line or the next definition."""
    if state.is_code_block(start_line):
        return False
    match = _DEFINITION.match(_line(state, start_line))
    if not match:
        return False
    if silent:
        return True
    words = [match[2]]
    line = start_line + 1
    while line < end_line and not state.isEmpty(line) and not _DEFINITION.match(_line(state, line)):
        words.append(_line(state, line).strip())
        line += 1
    token = state.push(DEFINITION, "", 0)
    token.meta = {"label": match[1]}
    token.map = [start_line, line]
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(words)
    inline.map = [start_line, line]
    inline.children = []
    state.line = line
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
