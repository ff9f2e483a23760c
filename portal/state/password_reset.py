"""A forgotten password: asking for a link, and the page that the link leads to."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal, today
from portal.domain.errors import InvalidInput, LinkRefused
from portal.domain.password_rules import PasswordStrength
from portal.domain.text import storable
from portal.services.password_reset import (
    ask_reset,
    look_at_reset,
    reset_password,
    what_is_personal,
)
from portal.services.password_rules import strength
from portal.settings import brand
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write, write_evenly

_LONGEST_TOKEN = 200
_OPEN_THE_LINK = "Ouvrez cette page avec le lien que nous vous avons envoyé par e-mail."


class ForgottenForm(BaseModel):
    """What the first form sends."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=254), AfterValidator(storable)]


class NewPasswordForm(BaseModel):
    """What the second form sends."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, Field(max_length=512)]


@open_to(Access.PUBLIC)
class ForgottenState(rx.State):
    """Asking for a link: the answer is the same whatever the address."""

    email: str = ""
    sent: bool = False
    problem: str = ""

    @rx.event
    def open(self) -> None:
        """Begin."""
        self.email = self.problem = ""
        self.sent = False

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(ForgottenForm)]) -> Any:
        """Ask for a link."""
        email, told = ForgottenForm(**form_data).email, self.problem
        try:
            await write_evenly(
                ask_reset,
                now=portal().clock.now(),
                today=today(),
                cipher=portal().cipher,
                email=email,
                network=acting.get().network,
            )
        except InvalidInput as refusal:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs") if told else None
        self.email, self.sent, self.problem = email.strip(), True, ""
        return None


@open_to(Access.PUBLIC)
class ResetState(rx.State):
    """Choosing a new password with a link."""

    loaded: bool = False
    done: bool = False
    refused: str = ""
    fault: str = ""
    password_shown: bool = False
    password_score: int = 0
    password_advice: str = ""
    # Written to the address bar in place of the token, which leaves it as soon as it is read.
    query: str = "jeton"

    # It does not leave the server; the guard empties the state for another browser.
    _token: str = ""

    @rx.event
    async def open(self) -> None:
        """Look at the link, and take its token out of the address; a reload finds it here."""
        given = self.router.url.query_parameters.get("jeton", "")[:_LONGEST_TOKEN]
        self._token = given or self._token
        self.query = self.refused = self.fault = ""
        self.done = False
        self._rate(PasswordStrength(0, ""))
        await self._look()
        self.loaded = True

    @rx.event
    def toggle_password(self) -> None:
        """Show or hide the password."""
        self.password_shown = not self.password_shown

    @rx.event
    async def measure(self, text: Annotated[str, Field(max_length=512)]) -> None:
        """Say how strong the password being typed is; it is not kept."""
        try:
            personal = await read(
                what_is_personal,
                now=portal().clock.now(),
                token=self._token,
                insurer=brand().name,
            )
        except LinkRefused:
            return
        self._rate(strength(text, personal))

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(NewPasswordForm)]) -> Any:
        """Change the password."""
        told = self.fault
        try:
            await write(
                reset_password,
                now=portal().clock.now(),
                cipher=portal().cipher,
                token=self._token,
                password=NewPasswordForm(**form_data).password,
                insurer=brand().name,
            )
        except InvalidInput as refusal:
            self.fault = refusal.sentence
            return rx.set_focus("erreurs") if told else None
        except LinkRefused as refusal:
            self.refused = refusal.sentence
            return None
        self._token, self.done, self.fault = "", True, ""
        return None

    async def _look(self) -> None:
        if not self._token:
            self.refused = _OPEN_THE_LINK
            return
        try:
            await read(look_at_reset, now=portal().clock.now(), token=self._token)
        except LinkRefused as refusal:
            self.refused = refusal.sentence

    def _rate(self, found: PasswordStrength) -> None:
        self.password_score, self.password_advice = found.score, found.advice
