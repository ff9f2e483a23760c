"""A member's new appointment: how and why, when, at which number."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.bookings import BY_VIDEO_TOOL, REASON_LABELS, Kind, Medium, Reason, name_of
from portal.domain.errors import InvalidInput, NotAllowed
from portal.services.booking import LONGEST_DETAILS, Wish, book
from portal.services.own_bookings import known_contact
from portal.services.phones import checked_phone
from portal.services.slots import SlotTaken
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import acting, the_member
from portal.state.booking_changes import SlotForm
from portal.state.bridge import read, write
from portal.state.slots import SlotChoice, SlotValue
from portal.views import bookings as views

HOW, WHEN, RECAP = 1, 2, 3
_HEADING = "etape"
_NO_REASON = "Choisissez le sujet dont vous voulez parler."
_NO_CONSENT = "Pour ce rendez-vous, il nous faut votre accord\u00a0: cochez la case."


class HowForm(BaseModel):
    """The first step. ``consent`` is there when its box is ticked."""

    model_config = ConfigDict(extra="forbid")

    medium: Medium = Medium.PHONE
    reason: Annotated[str, Field(max_length=24)] = ""
    details: Annotated[str, Field(max_length=2000)] = ""
    consent: bool | Annotated[str, Field(max_length=8)] = False


class PhoneForm(BaseModel):
    """The last step."""

    model_config = ConfigDict(extra="forbid")

    phone: Annotated[str, Field(max_length=40)]


@open_to(Access.MEMBER)
class AppointmentState(SlotChoice, rx.State):
    """The form, step by step. ``consents``: what was ticked, given back to an earlier step."""

    slot_kind: str = Kind.APPOINTMENT
    loaded: bool = False
    step: int = HOW
    medium: str = Medium.PHONE
    what: str = ""
    by_video: bool = False
    consents: bool = False
    reason: str = ""
    reason_label: str = ""
    details: str = ""
    name: str = ""
    phone: str = ""
    problem: str = ""
    faults: dict[str, str] = {}

    @rx.event
    async def open(self) -> None:
        """Begin."""
        self._forget_choice()
        self._clear()
        self.step, self.reason, self.reason_label, self.details = HOW, "", "", ""
        self._take_medium(Medium.PHONE)
        self.consents = False
        known = await read(known_contact, actor=the_member())
        self.name, self.phone = (known.name, known.phone) if known else ("", "")
        await self._offer()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Others took slots or gave them back: show what is left, and keep what was chosen."""
        await self._offer()

    @rx.event
    def choose_medium(self, value: Annotated[str, Field(max_length=8)]) -> None:
        """Say how: what is shared is agreed to where something is."""
        if value in set(Medium):
            self._take_medium(Medium(value))

    @rx.event
    def submit_how(self, form_data: Annotated[dict[str, Any], fits(HowForm)]) -> Any:
        """Say how and why."""
        form, told = HowForm(**form_data), self.problem
        self._clear()
        self._take_medium(form.medium)
        self.details = form.details.strip()[:LONGEST_DETAILS]
        self.consents = self.by_video and bool(form.consent)
        known = form.reason in set(Reason)
        self.reason = form.reason if known else ""
        self.reason_label = REASON_LABELS[Reason(form.reason)] if known else ""
        if self.by_video and not self.consents:
            self._fault("consent", _NO_CONSENT)
        if not known:
            self._fault("reason", _NO_REASON)
        if self.problem:
            return rx.set_focus("erreurs") if told else None
        return self._go(WHEN)

    @rx.event
    def take_soonest(self) -> Any:
        """The first free slot will do."""
        self._choose(self.soonest)
        return self._go(RECAP) if self.slot else None

    @rx.event
    def submit_slot(self, form_data: Annotated[dict[str, Any], fits(SlotForm)]) -> Any:
        """Say when."""
        self._choose(SlotForm(**form_data).slot or self.slot)
        if not self.slot:
            self._none_chosen()
            return None
        return self._go(RECAP)

    @rx.event
    def take_other(self, value: SlotValue) -> Any:
        """One of the slots nearest to the one that was taken."""
        self._choose(value)
        return self._go(RECAP) if self.slot else None

    @rx.event
    def go_back(self, step: Annotated[int, Field(ge=HOW, le=RECAP)]) -> Any:
        """Change an answer."""
        return self._go(min(step, self.step))

    @rx.event
    async def confirm(self, form_data: Annotated[dict[str, Any], fits(PhoneForm)]) -> Any:
        """Book it, and go to the list."""
        told, starts_at = self.problem, views.read_slot(self.slot)
        self.phone = PhoneForm(**form_data).phone
        if starts_at is None or not self.reason:
            return self._go(HOW)
        self._clear()
        try:
            await self._book(starts_at)
        except SlotTaken as taken:
            self._taken(taken.sentence, taken.others)
            await self._offer()
            self.step = WHEN
            return rx.set_focus(_HEADING)
        except InvalidInput as refusal:
            self._fault(refusal.field, refusal.sentence)
        except NotAllowed as refusal:
            self._fault("", refusal.sentence)
        if self.problem:
            return rx.set_focus("erreurs") if told else None
        return rx.redirect("/rendez-vous?reserve=1")

    async def _book(self, starts_at: Any) -> None:
        checked_phone(self.phone)
        who = acting.get()
        await write(
            book,
            actor=the_member(),
            now=portal().clock.now(),
            zone=settings().zone,
            cipher=portal().cipher,
            wish=Wish(
                starts_at,
                self.name,
                self.phone,
                Reason(self.reason),
                kind=Kind.APPOINTMENT,
                medium=Medium(self.medium),
                details=self.details,
                consents=self.consents,
            ),
            browser=who.browser,
            network=who.network,
            has_video=bool(settings().video_url),
        )

    def _take_medium(self, medium: Medium) -> None:
        self.medium = medium
        self.what = name_of(Kind.APPOINTMENT, medium)
        self.by_video = medium in BY_VIDEO_TOOL

    def _fault(self, field: str, sentence: str) -> None:
        self.problem, self.faults = sentence, {**self.faults, field: sentence}

    def _go(self, step: int) -> Any:
        self._clear()
        self.slot_problem = ""
        self.step = step
        return rx.set_focus(_HEADING)

    def _clear(self) -> None:
        self.problem, self.faults = "", {}
