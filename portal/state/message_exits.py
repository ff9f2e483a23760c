"""The ways out of a new message: an online service, giving up, beginning again."""

from dataclasses import replace
from typing import Any

import reflex as rx

from portal.bootstrap import portal
from portal.domain.errors import Refusal
from portal.domain.message_wizard import Outcome, Step, Writing
from portal.services.message_wizard import abandon, restore
from portal.services.service_offers import decide_offer
from portal.state.access import Access, open_to
from portal.state.acting import the_member
from portal.state.bridge import write
from portal.state.message_wizard import MessageWizardState
from portal.views.message_wizard import NO_OFFER

_NOTHING = Writing("")


@open_to(Access.MEMBER)
class MessageExitsState(MessageWizardState):
    """Its vars are those of the wizard."""

    @rx.event
    async def use_service(self) -> Any:
        """Leave for the online service; a message without a word yet is forgotten."""
        href = self.offer.href
        if not href:
            return None
        await self._decide(Outcome.USED)
        if not self._writing.body.strip() and not self.files:
            await self._abandon()
        return rx.redirect(href)

    @rx.event
    async def write_anyway(self) -> Any:
        """Write the message all the same."""
        if self.offer == NO_OFFER:
            return None
        await self._decide(Outcome.WRITTEN)
        return self._go(Step.MESSAGE)

    @rx.event
    async def change_choice(self) -> Any:
        """Back to the motives."""
        if self.offer == NO_OFFER:
            return None
        await self._decide(Outcome.CHANGED)
        await self._keep(replace(self._writing, motive=""))
        self._show_step(Step.MOTIVE)
        return rx.set_focus("etape")

    @rx.event
    def ask_to_leave(self) -> None:
        """Ask before giving the message up."""
        self.is_leaving = self.loaded

    @rx.event
    def stay(self) -> Any:
        """Go on writing."""
        self.is_leaving = False
        return rx.set_focus("annuler-message")

    @rx.event
    async def abandon(self) -> Any:
        """Give the message up."""
        self.is_leaving = False
        await self._abandon()
        self.is_abandoned = True
        return rx.set_focus("etape")

    @rx.event
    async def start_over(self) -> Any:
        """Begin another message in place of the draft."""
        await self._abandon()
        self._show(await self._open(anew=True), "")
        self.said = "Votre message précédent est effacé."
        return self._go(Step(self.step))

    @rx.event
    async def undo(self) -> Any:
        """Find the message that was given up again."""
        writing, self._set_aside, self.said = self._set_aside, None, ""
        if writing is None:
            return None
        try:
            await write(restore, actor=the_member(), now=portal().clock.now(), writing=writing)
        except Refusal as refusal:
            self._to_tell = (refusal.sentence, "")
        self._show(await self._open(wish=("", 0)), "")
        return self._go(Step(self.step))

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self.said = ""

    async def _decide(self, outcome: Outcome) -> None:
        self.offer = NO_OFFER
        await write(
            decide_offer,
            actor=the_member(),
            stamp=self._writing.stamp,
            motive=self._writing.motive,
            outcome=outcome,
        )

    async def _abandon(self) -> None:
        given_up = await write(abandon, actor=the_member(), now=portal().clock.now())
        self._set_aside, self._writing, self._is_kept = given_up, _NOTHING, False
