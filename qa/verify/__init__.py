"""Whether a sentence of prose is held by the passages that it cites."""
