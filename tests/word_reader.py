"""A reader that needs no model, for tests of all that only needs one that always answers alike."""

from collections.abc import Sequence

from qa.read import Reading, Span


class WordReader:
    """A reader without a model: a sentence scores by the words that it shares with the question."""

    identity = "words@1"

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text; the span of a sentence is its first word."""
        asked = set(question.casefold().split())
        readings = []
        for text, spans in zip(texts, sentences, strict=True):
            scores = tuple(5.0 * len(asked & set(text[a:b].casefold().split())) for a, b in spans)
            words = tuple((a, a + len(text[a:b].split()[0])) for a, b in spans)
            readings.append(Reading(max(scores, default=0.0), 0.0, scores, words))
        return readings
