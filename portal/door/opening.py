"""Settings → the door, and what its metrics look up."""

import os

from corpus.settings import Settings
from portal.door.addresses import Proxies
from portal.door.admission import Admission
from portal.door.door import Door
from portal.door.rates import DeskRates, Rates
from portal.signon.desks import NO_DESKS, Desks
from qa.chat.budgeted import BudgetedModel
from qa.desk import Desk

FEWEST_PLACES = 2


def open_door(settings: Settings, desks: Desks = NO_DESKS) -> Door:
    """The door that `settings` ask for, with the limits that `desks` set for their own readers.

    As many questions are answered at a time as there are processors: more would only make each of them slower. Raises
    SettingsError.
    """

    def of_desk(id: str) -> DeskRates | None:
        desk = desks.get(id)
        return desk.limits if desk else None

    return Door(
        proxies=Proxies(name.strip() for name in settings.proxy.split(",") if name.strip()),
        rates=Rates(of_desk=of_desk),
        admission=Admission(places=max(FEWEST_PLACES, os.cpu_count() or 1)),
    )


def measure(door: Door, desk: Desk) -> None:
    """Lets the metrics of `door` look up what `desk` and the line before it are at."""
    admission = door.admission
    if admission is None:
        raise ValueError("nobody waits at this door, so there is no line to measure")
    door.metrics.watch(
        [
            ("refdesk_line_waiting", "Pieces of work that wait for a place", lambda: admission.waiting),
            ("refdesk_places_taken", "Places that are taken by work", lambda: admission.working),
            ("refdesk_places", "Places that there are", lambda: admission.places),
            ("refdesk_generation", "Number of the index generation in use; 0 for none", lambda: _generation(desk)),
            ("refdesk_model_paused", "1 while the language model is left alone", lambda: _paused(desk)),
            (
                "refdesk_passages_withheld_total",
                "Passages that an index named for a reader who may not see them",
                lambda: desk.catalogue.withheld,
            ),
        ]
    )


def _paused(desk: Desk) -> float:
    chat = desk.models.chat
    return float(isinstance(chat, BudgetedModel) and chat.breaker.state == "open")


def _generation(desk: Desk) -> int:
    return desk.status().generation or 0
