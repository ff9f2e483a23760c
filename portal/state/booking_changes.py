"""Moving and cancelling a booking, on the page of its link and on the member's own."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import NotAllowed, NotFound
from portal.services.booking_changes import (
    Handle,
    cancel_booking,
    move_booking,
    restore_booking,
)
from portal.services.slots import SlotTaken
from portal.settings import settings
from portal.state.access import fits
from portal.state.acting import acting
from portal.state.bridge import write
from portal.state.slots import SlotChoice

Reference = Annotated[str, Field(max_length=16)]
_MOVED = "Votre rendez-vous est déplacé."
_CANCELLED = "Votre rendez-vous est annulé."
_RESTORED = "Votre rendez-vous est de nouveau prévu."


class SlotForm(BaseModel):
    """What the choice of a slot sends; the radio buttons that nobody chose are not there."""

    model_config = ConfigDict(extra="forbid")

    day: Annotated[str, Field(max_length=10)] = ""
    slot: Annotated[str, Field(max_length=20)] = ""


class BookingChanges(SlotChoice, mixin=True):
    """``target``: the reference of the booking being changed; ``mode``: move, cancel or nothing.

    ``told``: what was just done; ``can_undo``: it can be taken back.
    """

    target: str = ""
    mode: str = ""
    told: str = ""
    can_undo: bool = False
    problem: str = ""

    @rx.event
    async def start_move(self, reference: Reference, kind: Reference) -> Any:
        """Offer other slots for a booking."""
        self._begin("move", reference)
        self.slot_kind = kind if kind in ("callback", "appointment") else "callback"
        self._forget_choice()
        await self._offer()
        return rx.set_focus("deplacer-titre")

    @rx.event
    def start_cancel(self, reference: Reference) -> Any:
        """Ask whether it is really to be cancelled."""
        self._begin("cancel", reference)
        return self._ask_to_confirm()

    @rx.event
    def keep(self) -> None:
        """Nothing changes, after all."""
        self.mode = ""

    @rx.event
    async def submit_move(self, form_data: Annotated[dict[str, Any], fits(SlotForm)]) -> Any:
        """Move the booking to the slot chosen."""
        chosen = self._choose(SlotForm(**form_data).slot or self.slot)
        if chosen is None:
            self._none_chosen()
            return None
        try:
            await self._change(move_booking, zone=settings().zone, starts_at=chosen)
        except SlotTaken as taken:
            self._taken(taken.sentence, taken.others)
            await self._offer()
            return None
        except (NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
        else:
            self.told = _MOVED
        self.mode = ""
        await self._show()
        return None

    @rx.event
    async def confirm_cancel(self) -> None:
        """Cancel it."""
        self.mode = ""
        try:
            await self._change(cancel_booking)
        except (NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
        else:
            self.told, self.can_undo = _CANCELLED, True
        await self._show()

    @rx.event
    async def undo(self) -> None:
        """It was not to be cancelled, after all."""
        self.can_undo, self.told = False, ""
        try:
            await self._change(restore_booking, zone=settings().zone)
        except (NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
        else:
            self.told = _RESTORED
        await self._show()

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self.told, self.can_undo = "", False

    def _begin(self, mode: str, reference: str) -> None:
        self.mode, self.target = mode, reference
        self.told, self.problem, self.can_undo = "", "", False

    def _ask_to_confirm(self) -> Any:
        """Where the focus goes then; nowhere by itself in a dialog."""
        return None

    def _handle(self) -> Handle:
        """How this page names the booking being changed."""
        return Handle(reference=self.target)

    async def _show(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    async def _change(self, service: Any, **more: Any) -> None:
        here = portal()
        await write(
            service,
            actor=acting.get().actor,
            now=here.clock.now(),
            cipher=here.cipher,
            handle=self._handle(),
            **more,
        )
