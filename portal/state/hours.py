"""Opening hours, rules and closures of callbacks and appointments."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.bookings import Kind, Opening, Rules
from portal.domain.errors import InvalidInput, NotFound, Refusal
from portal.domain.french import plural
from portal.services.hours_page import (
    add_openings,
    read_hours_page,
    remove_opening,
    restore_openings,
)
from portal.services.opening_hours import remove_closure, save_closure, save_rules
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import hours as views
from portal.views.hours import HoursView
from portal.views.shapes import OptionView

OpeningKey = Annotated[str, Field(pattern=r"^[0-6]-[0-9]{1,4}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Short = Annotated[str, Field(max_length=12)]


class OpeningForm(BaseModel):
    """New hours. ``days``: a weekday, or ``week`` for Monday to Friday."""

    model_config = ConfigDict(extra="forbid")

    days: Annotated[str, Field(pattern=r"^(week|[0-6])$")]
    starts: Short = ""
    ends: Short = ""
    slot: Short = ""
    capacity: Short = ""


class RulesForm(BaseModel):
    """The three rules, as typed."""

    model_config = ConfigDict(extra="forbid")

    notice: Short = ""
    horizon: Short = ""
    cutoff: Short = ""


class ClosureForm(BaseModel):
    """A day to close."""

    model_config = ConfigDict(extra="forbid")

    day: Short = ""
    reason: Annotated[str, Field(max_length=500)] = ""


@open_to(Access.MANAGER)
class HoursState(rx.State):
    """One kind at a time. A problem belongs to the form it names: hours, rules or closure."""

    loaded: bool = False
    kinds: list[OptionView] = []
    view: HoursView = views.nothing()
    problem: str = ""
    problem_in: str = ""
    changed: str = ""
    version: int = 0

    _kind: Kind = Kind.CALLBACK
    _before: tuple[Opening, ...] | None = None

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self._begin()
        self.version += 1
        await self._read()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Somebody else changed them, or a booking was made: nothing typed is touched."""
        await self._read()

    @rx.event
    async def choose(self, kind: Literal["callback", "appointment"]) -> None:
        """Look at the other kind."""
        self._begin()
        self._kind = Kind(kind)
        self.version += 1
        await self._read()

    @rx.event
    async def add(self, form_data: Annotated[dict[str, Any], fits(OpeningForm)]) -> Any:
        """Open more hours."""
        form = OpeningForm(**form_data)
        self._begin()
        days = list(range(5)) if form.days == "week" else [int(form.days)]
        try:
            self._before = await write(
                add_openings,
                actor=the_account(),
                now=portal().clock.now(),
                kind=self._kind,
                weekdays=days,
                opening=_opening(form),
            )
        except Refusal as refusal:
            return self._refuse("hours", refusal)
        self.changed = "Les horaires sont enregistrés."
        self.version += 1
        await self._read()
        return None

    @rx.event
    async def remove(self, key: OpeningKey) -> Any:
        """Close hours, with a way back."""
        self._begin()
        weekday, _, starts = key.partition("-")
        try:
            self._before = await write(
                remove_opening,
                actor=the_account(),
                now=portal().clock.now(),
                kind=self._kind,
                weekday=int(weekday),
                starts_minute=int(starts),
            )
        except Refusal as refusal:
            return self._refuse("hours", refusal)
        self.changed = "La plage est retirée."
        await self._read()
        return None

    @rx.event
    async def undo(self) -> None:
        """Put the hours back as they were."""
        before = self._before
        self._begin()
        if before is not None:
            await write(
                restore_openings,
                actor=the_account(),
                now=portal().clock.now(),
                kind=self._kind,
                openings=before,
            )
        await self._read()

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self._before, self.changed = None, ""

    @rx.event
    async def save(self, form_data: Annotated[dict[str, Any], fits(RulesForm)]) -> Any:
        """Change the rules."""
        form = RulesForm(**form_data)
        self._begin()
        try:
            await write(
                save_rules,
                actor=the_account(),
                now=portal().clock.now(),
                kind=self._kind,
                chosen=Rules(
                    notice=timedelta(hours=_number(form.notice, "notice")),
                    horizon_days=int(_number(form.horizon, "horizon")),
                    cutoff=timedelta(hours=_number(form.cutoff, "cutoff")),
                ),
            )
        except Refusal as refusal:
            return self._refuse("rules", refusal)
        await self._tell("Les règles sont enregistrées.")
        await self._read()
        return None

    @rx.event
    async def close_day(self, form_data: Annotated[dict[str, Any], fits(ClosureForm)]) -> Any:
        """Close a day."""
        form = ClosureForm(**form_data)
        self._begin()
        try:
            booked = await write(
                save_closure,
                actor=the_account(),
                now=portal().clock.now(),
                zone=settings().zone,
                day=_day(form.day),
                reason=form.reason,
            )
        except Refusal as refusal:
            return self._refuse("closure", refusal)
        told = f" {plural(booked, 'réservation')} à déplacer ce jour-là." if booked else ""
        await self._tell(f"Le jour est fermé.{told}")
        self.version += 1
        await self._read()
        return None

    @rx.event
    async def open_day(self, day: Day) -> None:
        """Open a day again."""
        self._begin()
        with suppress(InvalidInput, NotFound):
            await write(
                remove_closure, actor=the_account(), now=portal().clock.now(), day=_day(day)
            )
        await self._read()

    def _begin(self) -> None:
        self.problem = self.problem_in = self.changed = ""
        self._before = None

    def _refuse(self, form: str, refusal: Refusal) -> Any:
        self.problem, self.problem_in = refusal.sentence, form
        return rx.set_focus(f"erreurs-{form}")

    async def _tell(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    async def _read(self) -> None:
        page = await read(
            read_hours_page,
            actor=the_account(),
            now=portal().clock.now(),
            zone=settings().zone,
            kind=self._kind,
        )
        self.kinds = views.kinds(self._kind)
        self.view = views.hours(page, settings().zone)


def _opening(form: OpeningForm) -> Opening:
    try:
        return Opening(
            weekday=0,
            starts_minute=views.minutes_of(form.starts),
            ends_minute=views.minutes_of(form.ends),
            slot_minutes=int(_number(form.slot, "slot")),
            capacity=int(_number(form.capacity, "capacity")),
        )
    except ValueError:
        raise InvalidInput("hours", "Indiquez l’heure de début et l’heure de fin.") from None


def _number(text: str, field: str) -> float:
    plain = text.strip().replace(",", ".")
    if not plain or not plain.isascii() or not plain.replace(".", "", 1).isdecimal():
        raise InvalidInput(field, "Indiquez un nombre dans chaque case.")
    return float(plain[:8])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("day", "Choisissez un jour.") from None
