"""The staff's calls of a day."""

from datetime import date, timedelta
from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal, today
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.text import storable
from portal.services.bookings import close_booking, take_booking
from portal.services.desk_calls import close_request, undo_outcome
from portal.services.desk_day import read_day
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_staff
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import desk_calls as views
from portal.views.desk_calls import CallView, RequestView

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Reference = Annotated[str, Field(max_length=16)]
_FAR = timedelta(days=400)


class OutcomeForm(BaseModel):
    """What is noted of a call."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=500), AfterValidator(storable)]


@open_to(Access.STAFF)
class DeskCallsState(rx.State):
    """Whom to call on a day. ``noting``: the call whose outcome is being noted, and which."""

    loaded: bool = False
    rows: list[CallView] = []
    requests: list[RequestView] = []
    day: str = ""
    day_label: str = ""
    count_label: str = ""
    is_today: bool = True
    query: str = ""
    noting: int = 0
    missed: bool = False
    done: str = ""
    can_undo: bool = False

    _day: date = date(2000, 1, 1)
    _undo: tuple[int, int] | str | None = None

    @rx.event
    async def load(self) -> None:
        """Open the day that the address names, today unless it does."""
        self._forget()
        await self._open(_day(self.router.url.query_parameters.get("jour", "")))
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something was booked, moved, taken or made."""
        if self.loaded:
            await self._open(self._day)

    @rx.event
    async def choose_day(self, text: Annotated[str, Field(max_length=10)]) -> None:
        """Another day."""
        await self._open(_day(text))

    @rx.event
    async def step(self, days: Annotated[int, Field(ge=-1, le=1)]) -> None:
        """The day before, the day after; none of both is today."""
        await self._open(self._day + timedelta(days=days) if days else today())

    @rx.event
    async def take(self, booking_id: Id, version: Version) -> None:
        """Make the call oneself."""
        await self._do(take_booking, "Cet appel est à vous.", booking_id, version)

    @rx.event
    def note(self, booking_id: Id, missed: bool) -> Any:
        """Say what came of a call; then a word about it."""
        self.noting, self.missed = booking_id, missed
        return rx.set_focus("note")

    @rx.event
    def stop_noting(self) -> None:
        """Not yet, after all."""
        self.noting = 0

    @rx.event
    async def close(self, form_data: Annotated[dict[str, Any], fits(OutcomeForm)]) -> None:
        """Note what came of it."""
        row = next((row for row in self.rows if row.id == self.noting), None)
        if row is None:
            return
        outcome = "missed" if self.missed else "done"
        sentence = "Noté\u00a0: pas de réponse." if self.missed else "Noté\u00a0: appel fait."
        note = OutcomeForm(**form_data).note
        number, version, self.noting = row.id, row.version, 0
        if await self._do(close_booking, sentence, number, version, outcome=outcome, note=note):
            self._undo, self.can_undo = (number, version + 1), True

    @rx.event
    async def close_request(self, reference: Reference) -> None:
        """A request without an hour is dealt with."""
        await self._request(reference, closed=True)
        self.done, self._undo, self.can_undo = "Demande close.", reference, True

    @rx.event
    async def undo(self) -> None:
        """Take the last gesture back."""
        last = self._undo
        self._forget()
        if isinstance(last, str):
            await self._request(last, closed=False)
        elif last is not None:
            await self._do(undo_outcome, "Remis à faire.", *last)

    @rx.event
    def dismiss(self) -> None:
        """The answer was seen."""
        self._forget()

    async def _request(self, reference: str, *, closed: bool) -> None:
        try:
            await write(
                close_request,
                actor=the_staff(),
                now=portal().clock.now(),
                reference=reference,
                closed=closed,
            )
        except NotFound as refusal:
            await self._say(refusal.sentence)
        await self._open(self._day)

    async def _do(
        self, service: Any, sentence: str, booking_id: int, version: int, **arguments: Any
    ) -> bool:
        self._forget()
        try:
            await write(
                service,
                actor=the_staff(),
                now=portal().clock.now(),
                booking_id=booking_id,
                version=version,
                **arguments,
            )
        except (NotAllowed, NotFound) as refusal:
            await self._say(refusal.sentence)
            await self._open(self._day)
            return False
        await self._open(self._day)
        self.done = sentence
        return True

    async def _say(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    def _forget(self) -> None:
        self.done, self.can_undo, self._undo = "", False, None

    async def _open(self, day: date) -> None:
        found = await read(
            read_day,
            actor=the_staff(),
            cipher=portal().cipher,
            zone=settings().zone,
            day=day,
        )
        now = portal().clock.now()
        self._day, self.day = day, day.isoformat()
        self.is_today = day == today()
        self.query = "" if self.is_today else f"jour={day.isoformat()}"
        self.day_label = views.day_label(day, today())
        self.rows = views.calls(
            found.bookings, actor_id=the_staff().account_id, now=now, zone=settings().zone
        )
        self.requests = views.requests(found.requests, now)
        self.count_label = views.count_label(self.rows)


def _day(text: str) -> date:
    """The day of an address or a field, within reach; today when it is none."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return today()
    return min(max(day, today() - _FAR), today() + _FAR)
