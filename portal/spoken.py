"""Of when the sentences of a quotation speak, where that is asked for."""

from portal.exchange import Exchange, Quotation
from qa.dated.sentences import sentence_date


def spoken_dates(quotation: Quotation, exchange: Exchange) -> tuple[str, ...]:
    """The dates of the quotation's sentences in words, each once; none where the answer does not say of when it is."""
    if exchange.answer is None or not exchange.answer.as_of:
        return ()
    cited = {citation.marker: citation for citation in exchange.citations}
    sources = [cited[marker] for one in quotation.statements for marker in one.citations if marker in cited]
    dates = [sentence_date(source.quote, source.section, source.meta).when for source in sources]
    return tuple(dict.fromkeys(when.words() for when in dates if when is not None))
