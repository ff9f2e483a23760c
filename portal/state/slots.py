"""Choosing a slot among those left, while others choose too."""

from datetime import datetime
from typing import Annotated

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal, today
from portal.domain.bookings import Kind
from portal.services.slots import OpenDay, open_days
from portal.settings import settings
from portal.state.bridge import read
from portal.views import bookings as views
from portal.views.bookings import DayView, SlotView
from portal.views.shapes import OptionView

SlotValue = Annotated[str, Field(max_length=20)]
DayValue = Annotated[str, Field(max_length=10)]
_FEW_DAYS, _ALL_DAYS = 6, 400
_LOST = "Le créneau que vous aviez choisi vient d’être pris. Choisissez-en un autre."
_NONE_CHOSEN = "Choisissez un jour, puis une heure."


class SlotChoice(rx.State, mixin=True):
    """The days, the times of the day chosen, and the slot chosen among them.

    ``soonest_label``: the first free slot, in words; ``slot_label``: the chosen one;
    ``slot_problem``: why it has to be chosen again; ``others``: the nearest free ones.
    """

    slot_kind: str = Kind.CALLBACK
    days: list[DayView] = []
    has_more_days: bool = False
    day: str = ""
    times: list[SlotView] = []
    slot: str = ""
    slot_label: str = ""
    soonest: str = ""
    soonest_label: str = ""
    slot_problem: str = ""
    others: list[OptionView] = []

    _days_shown: int = _FEW_DAYS

    @rx.event
    async def choose_day(self, value: DayValue) -> None:
        """Show the times of a day."""
        self.day = value
        self.slot = self.slot_label = self.slot_problem = ""
        await self._offer()

    @rx.event
    async def show_more_days(self) -> None:
        """Show every day there is."""
        self._days_shown = _ALL_DAYS
        await self._offer()

    @rx.event
    async def choose_slot(self, value: SlotValue) -> None:
        """Keep a time in mind."""
        self.slot_problem, self.others = "", []
        self._choose(value)

    async def _offer(self) -> None:
        """Read what is left; the day stays while it is offered, the slot while it is free."""
        found = await read(
            open_days,
            now=portal().clock.now(),
            zone=settings().zone,
            kind=Kind(self.slot_kind),
        )
        shown_days = max(self._days_shown, 1 + _place_of(self.day, found))
        self.days = views.days(found[:shown_days], today())
        self.has_more_days = len(found) > shown_days
        self._say_soonest(found)
        shown = next((one for one in found if one.day.isoformat() == self.day), None)
        shown = shown or next((one for one in found if not one.is_full), None)
        self.day = shown.day.isoformat() if shown else ""
        self.times = views.times(shown.slots, settings().zone) if shown else []
        free = {views.slot_value(s.starts_at) for one in found for s in one.slots if s.is_free}
        if self.slot and self.slot not in free:
            self.slot = self.slot_label = ""
            self.slot_problem = _LOST

    def _say_soonest(self, found: tuple[OpenDay, ...]) -> None:
        free = next((s.starts_at for one in found for s in one.slots if s.is_free), None)
        self.soonest = views.slot_value(free) if free else ""
        self.soonest_label = views.soon(free, settings().zone, today()) if free else ""

    def _choose(self, value: str) -> datetime | None:
        """Keep a slot in mind, in words too; nothing for what is none."""
        chosen = views.read_slot(value)
        self.slot = value if chosen else ""
        self.slot_label = views.moment(chosen, settings().zone, today()) if chosen else ""
        if chosen:
            self.day = chosen.astimezone(settings().zone).date().isoformat()
        return chosen

    def _taken(self, sentence: str, others: tuple[datetime, ...]) -> None:
        """Somebody else was faster: offer the nearest slots."""
        self.slot = self.slot_label = ""
        self.slot_problem = sentence
        self.others = views.moments(others, settings().zone, today())

    def _forget_choice(self) -> None:
        self.day = self.slot = self.slot_label = self.slot_problem = ""
        self.others = []
        self._days_shown = _FEW_DAYS

    def _none_chosen(self) -> None:
        self.slot_problem = _NONE_CHOSEN


def _place_of(day: str, found: tuple[OpenDay, ...]) -> int:
    """Where the day chosen is among those offered; or the first one with something left."""
    places = [number for number, one in enumerate(found) if one.day.isoformat() == day]
    free = [number for number, one in enumerate(found) if not one.is_full]
    return (places or free or [0])[0]
