"""Conversations: a follow-up becomes a question that stands alone, with what was cited before it.

`turns.py` reads a conversation and `spots.py` finds again what it cited. `forms.py` knows the kinds of follow-up,
`pointing.py` the words that point back;
`topic.py` tells what the last question was about, by its noun phrases (`phrases.py`) and clauses (`clauses.py`).
`rewrite.py` completes a follow-up with that, by the rules of `rules.py` and by what the words stand for that point back
(`referents.py`). `scope.py` finds the documents that a question names to look in; `other.py` which reading was picked,
of those that `readings.py` finds. `meaning.py` puts it all together; `places.py` and `answering.py` answer what is read
off.
"""
