"""How much the reader adds, on public question sets and the library's own: before and after side by side, and its cost.

    metrics.py   exact match, F1, AUROC, balanced accuracy, nDCG; bootstrap intervals
    cases.py     one question → what each way of choosing makes of it, and how long it takes
    sets.py      the question sets, each → its cases
    tables.py    cases → figures → a table

`python -m bench.quality` runs it all.
"""
