"""Asking to be called back."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal, today
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.support import CallbackReason, Moment
from portal.services.support import CallbackWish, ask_callback
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import write


class CallbackForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=120)]
    phone: Annotated[str, Field(max_length=40)]
    reason: CallbackReason
    moment: Moment = Moment.ANY


@open_to(Access.PUBLIC)
class CallbackState(rx.State):
    """The form, then the reference of what was asked."""

    loaded: bool = False
    reason: str = CallbackReason.CONTRACT
    reference: str = ""
    problem: str = ""
    faults: dict[str, str] = {}

    @rx.event
    def open(self) -> None:
        """Begin; a page that leads here may say why."""
        asked = self.router.url.query_parameters.get("motif", "")
        known = asked in set(CallbackReason)
        self.reason = asked if known else CallbackReason.CONTRACT
        self.reference = self.problem = ""
        self.faults = {}
        self.loaded = True

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(CallbackForm)]) -> Any:
        """Note the request."""
        form, told, who = CallbackForm(**form_data), self.problem, acting.get()
        self.problem, self.faults = "", {}
        try:
            self.reference = await write(
                ask_callback,
                actor=who.actor,
                now=portal().clock.now(),
                today=today(),
                cipher=portal().cipher,
                wish=CallbackWish(form.name, form.phone, form.reason, form.moment),
                browser=who.browser,
                network=who.network,
            )
        except InvalidInput as refusal:
            self.problem, self.faults = refusal.sentence, {refusal.field: refusal.sentence}
        except NotAllowed as refusal:
            self.problem = refusal.sentence
        return rx.set_focus("erreurs") if self.problem and told else None
