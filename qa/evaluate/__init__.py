"""How well the desk answers: gold questions → outcomes → figures.

    gold.py        the questions with their supporting phrases, and which of them are held out
    ask.py         puts each to the desk, chains of follow-ups turn by turn
    words.py       whether a text holds a phrase, whatever its typography
    judge.py       what became of each question
    intervals.py   95 % confidence intervals
    figures.py     recall, answers with the phrase, abstention, latency; by split and type
    results.py     all of the above in one call, and as JSON
    baseline.py    an earlier evaluation's figures, and what has dropped since
    terminal.py    the figures as tables
    tallies.py     outcomes counted the way the charts show them
    charts.py      inline SVG
    report.py      a page with the charts, and every failure beside what was retrieved; templates/

`python -m qa.evaluate` runs it all.
"""
