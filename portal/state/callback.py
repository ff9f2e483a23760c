"""Asking to be called back: why, when, at which number; then the reference."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.bookings import REASON_LABELS, Reason
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.second_step import masked_email
from portal.services.booking import Booked, Wish, book
from portal.services.booking_letters import FOLLOW_PATH
from portal.services.own_bookings import booking_of_link, known_contact, own_bookings
from portal.services.phones import checked_phone
from portal.services.slots import SlotTaken
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import acting
from portal.state.booking_changes import SlotForm
from portal.state.bridge import read, write
from portal.state.slots import SlotChoice, SlotValue
from portal.views import bookings as views
from portal.views.bookings import NO_BOOKING, BookingView

REASON, SLOT, CONTACT, RECAP, DONE = 1, 2, 3, 4, 5
_NO_REASON = "Choisissez le sujet dont vous voulez parler."
_HEADING = "etape"


class ReasonForm(BaseModel):
    """The first step."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=24)] = ""


class ContactForm(BaseModel):
    """The third step. ``email``: a visitor's only."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=120)]
    phone: Annotated[str, Field(max_length=40)]
    email: Annotated[str, Field(max_length=254)] = ""


@open_to(Access.PUBLIC)
class CallbackState(SlotChoice, rx.State):
    """The form, step by step, then what was booked.

    ``own_email``: where a member is written to, partly hidden; empty for a visitor.
    """

    loaded: bool = False
    step: int = REASON
    reason: str = ""
    reason_label: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    own_email: str = ""
    problem: str = ""
    faults: dict[str, str] = {}
    booked: BookingView = NO_BOOKING
    follow_href: str = ""

    @rx.event
    async def open(self) -> None:
        """Begin; a page that leads here may say why."""
        self._forget_choice()
        self._clear()
        self.booked, self.follow_href = NO_BOOKING, ""
        self._take_reason(self.router.url.query_parameters.get("motif", ""))
        self.step = SLOT if self.reason else REASON
        await self._fill_in()
        await self._offer()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Others took slots or gave them back: show what is left, and keep what was chosen."""
        if self.step < DONE:
            await self._offer()

    @rx.event
    def submit_reason(self, form_data: Annotated[dict[str, Any], fits(ReasonForm)]) -> Any:
        """Say why."""
        self._take_reason(ReasonForm(**form_data).reason)
        self.problem = "" if self.reason else _NO_REASON
        return None if self.problem else self._go(SLOT)

    @rx.event
    def take_soonest(self) -> Any:
        """The first free slot will do."""
        self._choose(self.soonest)
        return self._go(CONTACT) if self.slot else None

    @rx.event
    def submit_slot(self, form_data: Annotated[dict[str, Any], fits(SlotForm)]) -> Any:
        """Say when."""
        self._choose(SlotForm(**form_data).slot or self.slot)
        if not self.slot:
            self._none_chosen()
            return None
        return self._go(CONTACT)

    @rx.event
    def take_other(self, value: SlotValue) -> Any:
        """One of the slots nearest to the one that was taken."""
        self._choose(value)
        return self._go(RECAP if self.phone else CONTACT) if self.slot else None

    @rx.event
    def submit_contact(self, form_data: Annotated[dict[str, Any], fits(ContactForm)]) -> Any:
        """Say at which number."""
        form, told = ContactForm(**form_data), self.problem
        self.name, self.phone, self.email = form.name, form.phone, form.email
        try:
            checked_phone(form.phone)
        except InvalidInput as refusal:
            self.problem, self.faults = refusal.sentence, {refusal.field: refusal.sentence}
            return rx.set_focus("erreurs") if told else None
        return self._go(RECAP)

    @rx.event
    def go_back(self, step: Annotated[int, Field(ge=REASON, le=RECAP)]) -> Any:
        """Change an answer."""
        return self._go(min(step, self.step)) if self.step < DONE else None

    @rx.event
    async def confirm(self) -> Any:
        """Book it; pressed twice, it is booked once."""
        if self.step != RECAP:
            return None
        told, who = self.problem, acting.get()
        starts_at = views.read_slot(self.slot)
        if starts_at is None or not self.reason:
            return self._go(SLOT, keep=True)
        try:
            booked = await write(
                book,
                actor=who.actor,
                now=portal().clock.now(),
                zone=settings().zone,
                cipher=portal().cipher,
                wish=Wish(starts_at, self.name, self.phone, Reason(self.reason), self.email),
                browser=who.browser,
                network=who.network,
            )
        except SlotTaken as taken:
            self._taken(taken.sentence, taken.others)
            await self._offer()
            return self._go(SLOT, keep=True)
        except InvalidInput as refusal:
            self.problem, self.faults = refusal.sentence, {refusal.field: refusal.sentence}
            self.step = CONTACT
            return rx.set_focus("erreurs") if told else None
        except NotAllowed as refusal:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs") if told else None
        await self._confirmed(booked)
        return self._go(DONE)

    @rx.event
    async def start_over(self) -> Any:
        """Ask for another one."""
        self._forget_choice()
        self._take_reason("")
        self.booked, self.follow_href = NO_BOOKING, ""
        await self._offer()
        return self._go(REASON)

    async def _fill_in(self) -> None:
        known = await read(known_contact, actor=acting.get().actor)
        self.name, self.phone = (known.name, known.phone) if known else ("", "")
        self.email, self.own_email = "", masked_email(known.email) if known else ""

    async def _confirmed(self, booked: Booked) -> None:
        here, zone = portal(), settings().zone
        now = here.clock.now()
        if booked.token:
            line = await read(booking_of_link, now=now, cipher=here.cipher, token=booked.token)
            self.follow_href = f"{FOLLOW_PATH}?jeton={booked.token}"
        else:
            actor = acting.get().actor
            mine = await read(own_bookings, actor=actor, now=now, cipher=here.cipher)
            line = next(one for one in mine.coming if one.reference == booked.reference)
        self.booked = views.booking(line, now=now, zone=zone, video_url="")
        self._forget_choice()

    def _take_reason(self, asked: str) -> None:
        known = asked in set(Reason)
        self.reason = asked if known else ""
        self.reason_label = REASON_LABELS[Reason(asked)] if known else ""

    def _go(self, step: int, *, keep: bool = False) -> Any:
        if not keep:
            self._clear()
            self.slot_problem = ""
        self.step = step
        return rx.set_focus(_HEADING) if step < DONE else None

    def _clear(self) -> None:
        self.problem, self.faults = "", {}
