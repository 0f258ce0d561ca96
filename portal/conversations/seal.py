"""What a page shows of an answer, sealed for its reader, so that the page can hand it in to be kept.

The desk keeps nothing of a conversation until it is told to, and believes nothing that a page says of an answer. So the
page gets, beside the answer, a seal of it: for this reader alone, with the moment and the tier. Only what comes back
with its seal is kept.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from corpus.types import Tier
from portal.conversations.errors import KeepingRefused
from portal.conversations.record import record_of
from portal.conversations.types import KeptExchange, Owner

BROKEN = "This answer is not as the desk gave it to you, so it cannot be kept. Ask again, and keep the new answer."


def sealed(key: bytes, owner: Owner, tier: Tier, shown: str, at: datetime) -> str:
    """The seal of an answer that `owner` was `shown`, at their `tier`: `1790000000.1.…`."""
    head = f"{int(at.timestamp())}.{int(tier)}"
    return f"{head}.{_mac(key, owner, head, shown)}"


def unsealed(key: bytes, owner: Owner, shown: str, seal: str) -> KeptExchange:
    """What is kept of it. Raises KeepingRefused unless `seal` is that of `shown`, made for this `owner`."""
    head, _, mac = seal.rpartition(".")
    if not hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(key, owner, head, shown).encode()):
        raise KeepingRefused(BROKEN)
    moment, tier = head.split(".")
    given = json.loads(shown)
    record = record_of(given["answer"], given["filters"])
    return KeptExchange(given["answer"]["id"], datetime.fromtimestamp(int(moment), UTC), Tier(int(tier)), record)


def _mac(key: bytes, owner: Owner, head: str, shown: str) -> str:
    """32 hexadecimal digits. Each part goes in as its hash, so that no two ways of dividing the words are alike."""
    parts = (owner.desk, owner.subject, head, shown)
    digests = b"".join(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() for part in parts)
    return hmac.new(key, digests, hashlib.sha256).hexdigest()[:32]
