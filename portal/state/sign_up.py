"""Signing up, step by step, and the page that confirms an e-mail address."""

from collections.abc import Callable
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal, today
from portal.domain.errors import LinkRefused, Refusal
from portal.domain.password_rules import PasswordStrength
from portal.domain.sign_up import Step
from portal.services import sign_up
from portal.services.demo import is_demo
from portal.services.demo_sign_up import fill_sign_up
from portal.services.password_rules import strength
from portal.services.sign_up_activation import activate, confirm_email, send_again
from portal.services.sign_up_rows import Progress
from portal.settings import brand, settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write, write_evenly
from portal.views.shapes import FactView
from portal.views.sign_up import FaultView, SignUpView, faults_of, problem_of, recap_of, view_of

Line = Annotated[str, Field(max_length=254)]
Secret = Annotated[str, Field(max_length=512)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class IdentityForm(_Form):
    """Who one is."""

    last_name: Line
    first_name: Line
    birth_date: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(max_length=60)]


class NirForm(_Form):
    """The social security number."""

    nir: Annotated[str, Field(max_length=60)]


class ContactForm(_Form):
    """Where to write and send a code."""

    email: Line
    phone: Annotated[str, Field(max_length=40)]


class PasswordForm(_Form):
    """A password, and whether the terms are accepted: the box is sent only when ticked."""

    password: Secret
    accepted: bool | Annotated[str, Field(max_length=8)] = False


class CodeForm(_Form):
    """The code received."""

    code: Annotated[str, Field(max_length=40)]


@open_to(Access.PUBLIC)
class SignUpState(rx.State):
    """What the page shows of the sign-up of this browser."""

    loaded: bool = False
    demo: bool = False
    step: str = Step.IDENTITY
    step_number: int = 1
    answers: SignUpView = SignUpView()
    recap: list[FactView] = []
    faults: dict[str, str] = {}
    problem: str = ""
    to_correct: list[FaultView] = []
    wait: int = 0  # seconds before another code
    turn: int = 0  # of that wait
    version: int = 0  # of the step shown: its fields are made anew when it changes
    password_shown: bool = False
    password_score: int = 0
    password_advice: str = ""

    @rx.event
    async def open(self) -> None:
        """Find where the sign-up of this browser stands."""
        self.demo = settings().demo and await read(is_demo)
        self._show(await read(sign_up.resume, **_here()))

    @rx.event
    async def invent(self):
        """In a demonstration: be somebody whom the insurer knows and who has no account."""
        if not settings().demo:
            return None
        self.version += 1
        return await self._go(fill_sign_up, network=acting.get().network)

    @rx.event
    async def keep(self, field: sign_up.Field, text: Line) -> None:
        """Keep what was just typed: a cut or a reload loses nothing."""
        if acting.get().browser:
            await write(sign_up.keep_draft, field=field, text=text, **_here())

    @rx.event
    def toggle_password(self) -> None:
        """Show or hide the password."""
        self.password_shown = not self.password_shown

    @rx.event
    async def measure(self, text: Secret) -> None:
        """Say how strong the password being typed is; it is not kept."""
        if not text:
            self.password_score, self.password_advice = 0, ""
            return
        progress = await read(sign_up.resume, **_here())
        personal = sign_up.what_is_personal(progress.answers, today(), brand().name)
        self._rate(strength(text, personal))

    @rx.event
    async def back(self):
        """Return to the step before."""
        return await self._go(sign_up.go_back)

    @rx.event
    async def start_over(self):
        """Forget what was typed in this browser."""
        self.version += 1
        return await self._go(sign_up.start_over)

    @rx.event
    async def submit_identity(self, form_data: Annotated[dict[str, Any], fits(IdentityForm)]):
        """First step."""
        form = IdentityForm(**form_data)
        return await self._go(sign_up.give_identity, today=today(), **form.model_dump())

    @rx.event
    async def submit_nir(self, form_data: Annotated[dict[str, Any], fits(NirForm)]):
        """Second step."""
        return await self._go(sign_up.give_nir, nir=NirForm(**form_data).nir)

    @rx.event
    async def submit_contact(self, form_data: Annotated[dict[str, Any], fits(ContactForm)]):
        """Third step."""
        return await self._go(sign_up.give_contact, **ContactForm(**form_data).model_dump())

    @rx.event
    async def submit_password(self, form_data: Annotated[dict[str, Any], fits(PasswordForm)]):
        """Fourth step: then the member is looked for."""
        form = PasswordForm(**form_data)
        return await self._go(
            sign_up.give_password,
            run=write_evenly,
            today=today(),
            network=acting.get().network,
            insurer=brand().name,
            password=form.password,
            accepted=bool(form.accepted),
        )

    @rx.event
    async def submit_code(self, form_data: Annotated[dict[str, Any], fits(CodeForm)]):
        """Last step."""
        return await self._go(activate, code=CodeForm(**form_data).code)

    @rx.event
    async def send_again(self):
        """Send another code the same way."""
        return await self._go(send_again, by_email=False)

    @rx.event
    async def send_by_email(self):
        """Send another code, to the e-mail address."""
        return await self._go(send_again, by_email=True)

    async def _go(
        self, service: Callable[..., Progress], run: Callable[..., Any] = write, **answers: Any
    ) -> Any:
        """Run a step and show where it leads; the focus follows."""
        step, problem = self.step, self.problem
        try:
            self._show(await run(service, **_here(), **answers))
        except Refusal as refusal:
            self.problem, self.to_correct = refusal.sentence, []
        if self.problem:
            # The summary takes the focus by itself when it appears.
            return rx.set_focus("erreurs") if problem else None
        numbered = self.step not in {Step.DONE, Step.REFUSED}
        return rx.set_focus("etape") if numbered and self.step != step else None

    def _show(self, progress: Progress) -> None:
        if progress.step != self.step or not self.loaded:
            self.version += 1
            self.password_shown = False
            self._rate(PasswordStrength(0, ""))
        self.step, self.step_number = progress.step, progress.step.number
        self.answers, self.recap = view_of(progress), recap_of(progress)
        self.faults = {name: text for name, text in progress.faults.items() if name}
        self.problem, self.to_correct = problem_of(progress), faults_of(progress)
        self.wait, self.turn = progress.wait, self.turn + 1
        self.loaded = True

    def _rate(self, found: PasswordStrength) -> None:
        self.password_score, self.password_advice = found.score, found.advice


@open_to(Access.PUBLIC)
class ConfirmationState(rx.State):
    """The page that the confirmation link leads to."""

    done: bool = False
    problem: str = ""

    @rx.event
    def open(self) -> None:
        """Nothing is confirmed before the button is pressed."""
        self.done, self.problem = False, ""

    @rx.event
    async def confirm(self) -> None:
        """Use the link."""
        token = self.router.url.query_parameters.get("jeton", "")
        try:
            await write(confirm_email, now=portal().clock.now(), token=token[:200])
            self.done = True
        except LinkRefused as refusal:
            self.problem = refusal.sentence


def _here() -> dict[str, Any]:
    return {
        "now": portal().clock.now(),
        "cipher": portal().cipher,
        "browser": acting.get().browser,
    }
