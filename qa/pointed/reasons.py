"""Why: whether a sentence gives a reason for the very thing that a question asks the reason of."""

import re

from qa.pointed.event import Event, event_asked

_ASKS = re.compile(r"^(?:and |so |but |then |exactly )?why\b", re.IGNORECASE)
_GIVES = re.compile(
    r"\b(?:because|due to|owing to|thanks to|on account of|as a result of|in response to|in answer to|over fears|for fear|out of concern|"
    r"attribut\w+|blam\w+|caus\w+|reasons?|reasoning|explain\w+|hinder\w+|prompted|led to|led by|so that|in order to|therefore|"
    r"resulted from|stem\w* from|since (?!\d|then|the (?:end|start))|problems? with|trouble with|faile?d? to|argued|feared|concerns?|fears?|risks?)\b",
    re.IGNORECASE,
)


def reason_asked(text: str) -> Event | None:
    """The event of which the question `text` asks the reason; None where it asks of none that is read."""
    asks = _ASKS.match(text.strip())
    event = event_asked(text.strip()[asks.end() :]) if asks else None
    return event if event is not None and not event.is_being else None


def reason_told(wanted: Event, text: str) -> bool:
    """Whether the sentence `text` tells of the event, with a reason."""
    return wanted.told(text) and _GIVES.search(text) is not None
