"""The sign-in page."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.paths import HOME, local_path
from portal.services.demo import DemoMember, demo_cast
from portal.services.sign_in import SignInAnswer, enter_as, sign_in
from portal.settings import settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write


def _storable(text: str) -> str:
    """PostgreSQL has no place for NUL: an address with one is like any other unknown address."""
    return text.replace("\x00", "\ufffd")


class SignInForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=254), AfterValidator(_storable)]
    password: Annotated[str, Field(max_length=512)]


_NOTICES = {
    "session": "Votre session est terminée. Reconnectez-vous pour continuer.",
    "ticket": "La connexion n’a pas pu aboutir. Recommencez, s’il vous plaît.",
}


@open_to(Access.PUBLIC)
class SignInState(rx.State):
    """E-mail, password, and the ticket that turns them into a session."""

    email: str = ""
    error: str = ""
    notice: str = ""
    ticket: str = ""
    next_path: str = HOME
    password_shown: bool = False
    cast: list[DemoMember] = []

    @rx.event
    async def open(self) -> None:
        """Read where to go after, why we are here, and in a demonstration who one can be."""
        query = self.router.url.query_parameters
        self.next_path = local_path(query.get("next"))
        self.notice = _NOTICES.get(query.get("motif", ""), "")
        self.error = self.ticket = ""
        self.cast = await read(demo_cast) if settings().demo else []

    @rx.event
    def toggle_password(self) -> None:
        """Show or hide the password."""
        self.password_shown = not self.password_shown

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(SignInForm)]) -> None:
        """Check the e-mail and the password."""
        form = SignInForm(**form_data)
        self.email = form.email
        who = acting.get()
        self._take(
            await write(
                sign_in,
                now=portal().clock.now(),
                email=form.email,
                password=form.password,
                browser=who.browser,
                network=who.network,
            )
        )

    @rx.event
    async def enter_as(self, account_id: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> None:
        """Enter as a demonstration member."""
        if settings().demo:
            self._take(
                await write(
                    enter_as,
                    now=portal().clock.now(),
                    account_id=account_id,
                    browser=acting.get().browser,
                )
            )

    def _take(self, answer: SignInAnswer) -> None:
        self.error = answer.refusal.sentence if answer.refusal else ""
        self.ticket = answer.ticket
