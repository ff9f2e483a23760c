"""Changing the password, on the security page."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.services.change_password import CURRENT, NEW, change_password, strength_for
from portal.settings import brand
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting, the_account
from portal.state.bridge import read, write
from portal.state.security import SecurityState

Secret = Annotated[str, Field(max_length=512)]


class PasswordForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    current: Secret
    new: Secret


@open_to(Access.SIGNED_IN)
class SecurityPasswordState(rx.State):
    """The form. ``version`` changes when it has to be emptied."""

    opened: bool = False
    current_shown: bool = False
    new_shown: bool = False
    current_error: str = ""
    new_error: str = ""
    score: int = 0
    advice: str = ""

    @rx.event
    def close(self) -> None:
        """Show no form, and forget what it said."""
        self.reset()

    @rx.event
    def start(self) -> Any:
        """Show the form."""
        self.reset()
        self.opened = True
        return rx.set_focus("current")

    @rx.event
    def toggle_current(self) -> None:
        """Show or hide the present password."""
        self.current_shown = not self.current_shown

    @rx.event
    def toggle_new(self) -> None:
        """Show or hide the new password."""
        self.new_shown = not self.new_shown

    @rx.event
    async def measure(self, text: Secret) -> None:
        """Say how strong the password being typed is; it is not kept."""
        found = await read(strength_for, actor=the_account(), typed=text, insurer=brand().name)
        self.score, self.advice = found.score, found.advice

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(PasswordForm)]) -> Any:
        """Change the password."""
        form = PasswordForm(**form_data)
        answer = await write(
            change_password,
            cipher=portal().cipher,
            now=portal().clock.now(),
            actor=the_account(),
            current=form.current,
            new=form.new,
            insurer=brand().name,
            network=acting.get().network,
        )
        self.current_error = answer.refusal if answer.field == CURRENT else ""
        self.new_error = answer.refusal if answer.field == NEW else ""
        if answer.field:
            return rx.set_focus(answer.field)
        self.reset()
        page = await self.get_state(SecurityState)
        await page._tell("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
        return SecurityState.reload
