"""When a sentence of the library speaks, and which of several speaks last."""
