"""The desk's door: what stands between the web and the routes, made outside and handed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from portal.door.addresses import Proxies
from portal.door.admission import Admission, BusyError
from portal.door.closing import Closing
from portal.door.metrics import Metrics
from portal.door.rates import Rates
from portal.door.visits import Visits


@dataclass(frozen=True, slots=True)
class Door:
    """Every part has a default that leaves it out: nobody is counted, nobody waits, no proxy is believed."""

    proxies: Proxies = field(default_factory=Proxies)
    rates: Rates | None = None
    admission: Admission | None = None
    closing: Closing = field(default_factory=Closing)
    metrics: Metrics = field(default_factory=Metrics)
    visits: Visits = field(default_factory=Visits)

    def crowded(self) -> bool:
        """Whether a piece of work would have to wait now."""
        return self.admission is not None and self.admission.crowded()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place to work, waited for in this thread. Raises BusyError, which is counted, and ClosingError."""
        self.closing.check()
        if self.admission is None:
            yield
            return
        try:
            with self.admission.place():
                yield
        except BusyError as busy:
            self.refused(busy.reason)
            raise

    def refused(self, reason: str) -> None:
        """Counts a request that was turned away."""
        self.metrics.refused(reason)

    def close(self) -> None:
        """Lets nobody in any more, and ends what streams."""
        self.closing.begin()
        if self.admission is not None:
            self.admission.close()
