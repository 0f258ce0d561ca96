"""Every mention as it looks in a terminal."""

from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa.mentions import wording
from qa.mentions.export import statement
from qa.mentions.types import Mention, Mentions
from qa.render import iso


def show_mentions(found: Mentions, console: Console) -> None:
    """Prints what was found and searched, the counts, and each mention in its sentence."""
    first, *rest = statement(found)
    console.print(Text(first, style="bold"))
    for line in filter(None, rest):
        console.print(Text(line, style="dim"))
    console.print()
    console.print(_forms(found))
    if found.documents:
        console.print(_documents(found))
    for _, mentions in groupby(found.mentions, key=lambda mention: mention.document_id):
        console.print()
        _in_document(list(mentions), console)


def _forms(found: Mentions) -> Table:
    table = Table("Form", "Mentions", "Inside longer terms", "Spellings", title="Forms searched", title_justify="left")
    for form in found.forms:
        table.add_row(Text(form.form), str(form.mentions), str(form.inside), Text(wording.spellings(form)))
    return table


def _documents(found: Mentions) -> Table:
    table = Table(
        "Document", "Published", "As of", "Mentions", "Inside", "Title", title="Documents", title_justify="left"
    )
    for one in found.documents:
        dates = iso(one.meta.published) or "", iso(one.meta.as_of) or ""
        table.add_row(Text(one.meta.title), *dates, str(one.mentions), str(one.inside), str(one.in_title))
    return table


def _in_document(mentions: list[Mention], console: Console) -> None:
    console.print(Text(mentions[0].meta.title, style="cyan"))
    for _, alike in groupby(mentions, key=lambda mention: (mention.sentence_start, mention.sentence_end)):
        together = list(alike)
        mention = together[0]
        line = Text(mention.sentence)
        for each in together:
            line.stylize("reverse", each.start - each.sentence_start, each.end - each.sentence_start)
        place = [f"p. {mention.page}"] if mention.page is not None else []
        place += [mention.speaker] if mention.speaker else []
        console.print(Text("  • ").append_text(line))
        console.print(Text(f"    {', '.join([*place, mention.url])}", style="dim"))
