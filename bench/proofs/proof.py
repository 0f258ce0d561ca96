"""What one proof came to, as one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A promise that was put to the test `tried` times. `failures` say, one by one, where it did not hold; `notes` are
    further figures."""

    name: str
    tried: int
    failures: tuple[str, ...] = ()
    notes: str = ""

    @property
    def line(self) -> str:
        """`NAME tried=… failed=… worst=…`: the first failure is the worst that is shown."""
        worst = self.failures[0] if self.failures else "none"
        return f"{self.name} tried={self.tried} failed={len(self.failures)} worst={worst}" + (
            f" ({self.notes})" if self.notes else ""
        )
