"""The sign-in page: e-mail and password, or a passkey."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.devices import device_name
from portal.domain.paths import HOME, SECOND_STEP, local_path, with_next
from portal.domain.text import storable
from portal.services.demo import DemoMember, demo_cast, demo_staff
from portal.services.sign_in import (
    SignInAnswer,
    ask_passkey,
    enter_as,
    sign_in,
    sign_in_with_passkey,
)
from portal.settings import settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write, write_evenly
from portal.state.passkey_answers import PasskeyFailure, PasskeyResponse, why_not
from portal.state.relying_party import relying_party
from portal.state.second_step import SecondStepState


class SignInForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=254), AfterValidator(storable)]
    password: Annotated[str, Field(max_length=512)]


_NOTICES = {
    "session": "Votre session est terminée. Reconnectez-vous pour continuer.",
    "ticket": "La connexion n’a pas pu aboutir. Recommencez, s’il vous plaît.",
    "etape": "Cette connexion a expiré. Recommencez, s’il vous plaît.",
}


@open_to(Access.PUBLIC)
class SignInState(rx.State):
    """E-mail, password or passkey, and the ticket that turns them into a session."""

    email: str = ""
    error: str = ""
    notice: str = ""
    ticket: str = ""
    next_path: str = HOME
    password_shown: bool = False
    passkey_options: str = ""
    cast: list[DemoMember] = []
    staff_cast: list[DemoMember] = []

    @rx.event
    async def open(self) -> None:
        """Read where to go after, why we are here, and in a demonstration who one can be."""
        query = self.router.url.query_parameters
        self.next_path = local_path(query.get("next"))
        self.notice = _NOTICES.get(query.get("motif", ""), "")
        self.error = self.ticket = self.passkey_options = ""
        self.cast = await read(demo_cast) if settings().demo else []
        self.staff_cast = await read(demo_staff) if settings().demo else []

    @rx.event
    def toggle_password(self) -> None:
        """Show or hide the password."""
        self.password_shown = not self.password_shown

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(SignInForm)]) -> Any:
        """Check the e-mail and the password."""
        form = SignInForm(**form_data)
        self.email = form.email
        who = acting.get()
        answer = await write_evenly(
            sign_in,
            hides=lambda answer: answer.refusal is not None,
            cipher=portal().cipher,
            now=portal().clock.now(),
            email=form.email,
            password=form.password,
            browser=who.browser,
            network=who.network,
            device=self._device(),
        )
        return await self._take(answer)

    @rx.event
    async def ask_passkey(self) -> None:
        """Have the browser ask for a passkey."""
        self.error = self.passkey_options = ""
        self.passkey_options = await write(
            ask_passkey,
            now=portal().clock.now(),
            party=relying_party(),
            browser=acting.get().browser,
        )

    @rx.event
    async def take_passkey(self, response: PasskeyResponse) -> Any:
        """Check what a passkey answered."""
        self.passkey_options = ""
        who = acting.get()
        answer = await write(
            sign_in_with_passkey,
            now=portal().clock.now(),
            party=relying_party(),
            response=response,
            browser=who.browser,
            network=who.network,
            device=self._device(),
        )
        return await self._take(answer)

    @rx.event
    def passkey_failed(self, failure: PasskeyFailure) -> None:
        """Say that no passkey answered: its owner gave up, or the browser cannot."""
        self.passkey_options = ""
        self.error = why_not(failure)

    @rx.event
    async def enter_as(self, account_id: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> Any:
        """Enter as somebody of the demonstration, member or staff."""
        if not settings().demo:
            return None
        answer = await write(
            enter_as,
            now=portal().clock.now(),
            account_id=account_id,
            browser=acting.get().browser,
            device=self._device(),
        )
        return await self._take(answer)

    def _device(self) -> str:
        return device_name(self.router.headers.user_agent)

    async def _take(self, answer: SignInAnswer) -> Any:
        was_refused = self.error != ""
        self.error = answer.refusal.sentence if answer.refusal else ""
        self.ticket = answer.ticket
        if answer.handle:
            (await self.get_state(SecondStepState))._begin(answer.handle)
            return rx.redirect(with_next(SECOND_STEP, self.next_path))
        return rx.set_focus("erreurs") if self.error and was_refused else None
