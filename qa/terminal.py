"""An answer as it looks in a terminal."""

from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from qa.render import NO_REFERENCES, marked, said, source_line, told_besides
from qa.types import Answer, Citation


def show(answer: Answer, console: Console, references: Mapping[int, str] = NO_REFERENCES) -> None:
    """Prints `answer` to `console`: the quotations with their markers, then each citation in its context, then the
    `references` by their markers."""
    if answer.standalone_question != answer.question:
        console.print(Text(f"Understood as: {answer.standalone_question}", style="dim"))
    if answer.answerable:
        if answer.reason:
            console.print(Text(f"{answer.reason}\n", style="yellow"))
        if answer.tally:
            told = Text(answer.tally.told, style="bold")
            console.print(told.append(f" `--mentions {answer.tally.term}` lists them.", style="dim"))
            console.print()
        for words in told_besides(answer):
            console.print(Text(f"{words}\n", style="bold"))
        console.print(_statements(answer))
        console.print(Group(*(_card(citation) for citation in answer.citations)))
    else:
        console.print(Text(answer.reason, style="yellow"))
        for reading in answer.readings:
            console.print(Text(f"- {reading}"))
        if answer.related:
            console.print(Text("\nNearest passages, not an answer:", style="dim"))
            console.print(Group(*(_card(citation) for citation in answer.related)))
    for marker, words in references.items():
        console.print(Text().append(f"[{marker}] ", style="cyan").append(words))


def _statements(answer: Answer) -> Text:
    """The quotations, each on its own; prose as a paragraph."""
    joint = " " if answer.mode == "generative" else "\n\n"
    lines = (
        Text().append(words, style="bold").append(" ").append(marked(statement), style="cyan")
        for words, statement in said(answer)
    )
    return Text(joint).join(lines).append("\n")


def _card(citation: Citation) -> RenderableType:
    """A citation: the quote highlighted in its passage, and whose words they are under it."""
    body = Text().append(citation.before, style="dim")
    quote = Text(citation.quote, style="reverse" if not citation.highlights else "")
    for start, end in citation.highlights:
        quote.stylize("reverse", start - citation.start, end - citation.start)
    body.append_text(quote).append(citation.after, style="dim")
    return Panel(
        body,
        title=Text(f"[{citation.marker}] {citation.meta.title}", style="cyan"),
        subtitle=Text(source_line(citation.meta, citation.section, citation.page, citation.speaker), style="dim"),
        title_align="left",
        subtitle_align="left",
    )
