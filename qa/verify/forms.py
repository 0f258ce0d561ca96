"""The other forms of a name, from a library's own glossary."""

from collections.abc import Sequence

from corpus.glossary import Glossary
from qa.verify.evidence import Forms


def forms_in(glossary: Glossary) -> Forms:
    """What gives, of a name, all forms that the glossary has of the terms in it; empty for a name that it has not."""
    known = [[*term.forms, *filter(None, map(_turned, term.forms))] for term in glossary.terms]
    by_form = {form.casefold(): forms for forms in known for form in forms}

    def forms(name: str) -> Sequence[str]:
        return by_form.get(name.casefold(), ())

    return forms


def _turned(form: str) -> str:
    """ "Defense Department" for "Department of Defense"; empty for a name without an "of"."""
    head, of, rest = form.partition(" of ")
    return f"{rest} {head}" if of else ""
