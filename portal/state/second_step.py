"""The second step of signing in."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.devices import device_name
from portal.domain.errors import Refusal, StepRefused
from portal.domain.paths import HOME, SIGN_IN, local_path, with_next
from portal.domain.second_step import SENT_METHODS, Method
from portal.domain.text import storable
from portal.services import second_step as steps
from portal.services.pending_sign_ins import Attempt, StepAnswer
from portal.settings import brand
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write
from portal.state.passkey_answers import PasskeyFailure, PasskeyResponse, why_not
from portal.state.relying_party import relying_party
from portal.views import second_step as views
from portal.views.second_step import EnrolmentView, MethodView

_SENT_AGAIN = "Un nouveau code vient de partir. Le précédent ne sert plus."


class StepForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=64), AfterValidator(storable)]


@open_to(Access.PUBLIC)
class SecondStepState(rx.State):
    """A sign-in that waits: how it may be finished, and the ticket once it is."""

    loaded: bool = False
    method: str = ""
    asked: MethodView = MethodView("", "", "")
    others: list[MethodView] = []
    is_staff: bool = False
    enrolment: EnrolmentView = EnrolmentView()
    trust: bool = False
    error: str = ""
    notice: str = ""
    over: bool = False
    ticket: str = ""
    next_path: str = HOME
    passkey_options: str = ""

    # Names the sign-in under way; it never leaves the server.
    _handle: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show what is asked, also after a reload."""
        self.next_path = local_path(self.router.url.query_parameters.get("next"))
        self.error = self.notice = self.ticket = self.passkey_options = ""
        self.over = False
        try:
            await self._show()
        except StepRefused:
            return self._start_again()
        return None

    @rx.event
    async def choose(self, method: Annotated[str, Field(max_length=16)]) -> Any:
        """Go on by another way; a code is sent if this way takes one."""
        self.error = self.notice = self.passkey_options = ""
        self.method = method
        try:
            await self._show()
            if self.method in SENT_METHODS:
                self.notice = await self._send()
                await self._show()
        except StepRefused:
            return self._start_again()
        except Refusal as refusal:
            self.error = refusal.sentence
        return None

    @rx.event
    async def send_again(self) -> Any:
        """Send another code."""
        self.error = self.notice = ""
        if not self.method:
            return self._start_again()
        try:
            self.notice = await self._send() or _SENT_AGAIN
            await self._show()
        except StepRefused:
            return self._start_again()
        except Refusal as refusal:
            self.error = refusal.sentence
        return None

    @rx.event
    def set_trust(self, trust: bool) -> None:
        """Trust this device, or do not."""
        self.trust = trust

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(StepForm)]) -> Any:
        """Check the code typed, or the first one of an application just set up."""
        typed = StepForm(**form_data).code
        if self.enrolment.secret:
            return await self._finish(steps.confirm_step_totp, typed=typed)
        if not self.method:
            return None
        return await self._finish(
            steps.check_step, method=Method(self.method), typed=typed, trust=self.trust
        )

    @rx.event
    async def ask_passkey(self) -> Any:
        """Have the browser ask for one of the account's passkeys."""
        self.error = self.notice = self.passkey_options = ""
        try:
            self.passkey_options = await write(
                steps.ask_step_passkey,
                now=portal().clock.now(),
                attempt=self._attempt(),
                party=relying_party(),
            )
        except StepRefused:
            return self._start_again()
        return None

    @rx.event
    async def take_passkey(self, response: PasskeyResponse) -> Any:
        """Check what the passkey answered."""
        self.passkey_options = ""
        return await self._finish(
            steps.check_step_passkey, party=relying_party(), response=response, trust=self.trust
        )

    @rx.event
    def passkey_failed(self, failure: PasskeyFailure) -> None:
        """Say that no passkey answered: its owner gave up, or the browser cannot."""
        self.passkey_options = ""
        self.error = why_not(failure)

    @rx.event
    def restart(self) -> Any:
        """Leave this sign-in and go back to its beginning."""
        next_path = self.next_path
        self.reset()
        return rx.redirect(with_next(SIGN_IN, next_path))

    def _begin(self, handle: str) -> None:
        """Wait for the second step of a sign-in whose password was right."""
        self.reset()
        self._handle = handle

    async def _show(self) -> None:
        step = await read(steps.look_at_step, now=portal().clock.now(), attempt=self._attempt())
        self.is_staff = step.is_staff
        if step.must_enrol:
            await self._enrol()
        if self.method not in step.methods:
            self.method = step.methods[0] if step.methods else ""
        self.asked = views.asked(step, self.method)
        self.others = views.others(step, self.method)
        self.loaded = True

    async def _enrol(self) -> None:
        # Made once: a reload must not void what the application has just read.
        if not self.enrolment.secret:
            made = await write(
                steps.begin_step_totp,
                cipher=portal().cipher,
                now=portal().clock.now(),
                attempt=self._attempt(),
                issuer=brand().name,
            )
            self.enrolment = views.enrolment(made.secret, made.uri)

    async def _send(self) -> str:
        """Have a code sent by the way chosen; return why it was not, or ""."""
        return await write(
            steps.send_step_code,
            cipher=portal().cipher,
            now=portal().clock.now(),
            attempt=self._attempt(),
            method=Method(self.method),
        )

    async def _finish(self, check: Any, **arguments: Any) -> Any:
        was_refused = self.error != ""
        self.error = self.notice = ""
        try:
            answer: StepAnswer = await write(
                check,
                cipher=portal().cipher,
                now=portal().clock.now(),
                attempt=self._attempt(),
                **arguments,
            )
        except StepRefused:
            return self._start_again()
        except Refusal as refusal:
            answer = StepAnswer(refusal=refusal.sentence)
        self.error, self.ticket, self.over = answer.refusal, answer.ticket, answer.over
        if self.ticket:
            self.enrolment = EnrolmentView()
        return rx.set_focus("erreurs") if self.error and was_refused else None

    def _attempt(self) -> Attempt:
        who = acting.get()
        device = device_name(self.router.headers.user_agent)
        return Attempt(self._handle, who.browser, who.network, device)

    def _start_again(self) -> Any:
        next_path = self.next_path
        self.reset()
        return rx.redirect(with_next(SIGN_IN, next_path, motif="etape"))
