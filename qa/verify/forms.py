"""The other forms of a name, from a library's own glossary."""

from collections.abc import Sequence

from corpus.glossary import Glossary
from qa.verify.evidence import Forms


def forms_in(glossary: Glossary) -> Forms:
    """What gives, of a name, all forms that the glossary has of the terms in it; empty for a name that it has not."""
    by_form = {form.casefold(): term.forms for term in glossary.terms for form in term.forms}

    def forms(name: str) -> Sequence[str]:
        return by_form.get(name.casefold(), ())

    return forms
