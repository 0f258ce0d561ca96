"""What lets the desk know an answer of its own again without having kept its words: a hash of all that it said.

Prose cannot be had again by asking again, as quotations can.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

PASSING = ("timings_ms", "also", "suggestions")
"""What is no part of what is answered."""


def digest_of(answer: Mapping[str, Any]) -> str:
    """The SHA-256, in hexadecimal, of an answer as `answer_json` gives it, however its numbers were written since."""
    lasting = {name: _settled(value) for name, value in answer.items() if name not in PASSING}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _settled(value: Any) -> Any:
    """The same with every number as text: a program that passes JSON on may write 1.0 as 1."""
    if isinstance(value, Mapping):
        return {name: _settled(own) for name, own in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(own) for own in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{float(value):.10g}"
    return value
