"""How well the desk answers: gold questions → outcomes → figures.

    gold.py        the questions with their supporting phrases, and which of them are held out
    ask.py         puts each to the desk, chains of follow-ups turn by turn
    words.py       whether a text holds a phrase, whatever its typography
    judge.py       what became of each question
    intervals.py   95 % confidence intervals
    figures.py     recall, answers with the phrase, abstention, latency; by split and type
    results.py     the same as JSON, and the comparison with a baseline
    terminal.py    tables;  report.py and charts.py  a page with every failure beside what was retrieved

`python -m qa.evaluate` runs it all.
"""
