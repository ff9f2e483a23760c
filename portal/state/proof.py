"""The page that asks again who is there, before something sensitive."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.devices import device_name
from portal.domain.errors import Refusal
from portal.domain.paths import HOME, STAFF_HOME, local_path
from portal.domain.text import storable
from portal.services import proof as proofs
from portal.services.proof import ProofAnswer, Prover
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting, the_account
from portal.state.bridge import read, write
from portal.state.passkey_answers import PasskeyFailure, PasskeyResponse, why_not
from portal.state.relying_party import relying_party
from portal.state.shell import MemberShellState
from portal.state.staff_home import StaffShellState


class PasswordForm(BaseModel):
    """What the password's form sends."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, Field(max_length=512)]


class CodeForm(BaseModel):
    """What the code's form sends."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=64), AfterValidator(storable)]


@open_to(Access.SIGNED_IN)
class ProofState(rx.State):
    """Password, code or passkey, and the ticket that renews the session."""

    loaded: bool = False
    is_staff: bool = False
    has_totp: bool = False
    has_passkey: bool = False
    is_demo: bool = False
    by_code: bool = False
    password_shown: bool = False
    error: str = ""
    ticket: str = ""
    next_path: str = HOME
    passkey_options: str = ""

    @rx.event
    async def open(self) -> Any:
        """Read what the account has to prove it with, and where to go after."""
        ways = await read(proofs.ways_to_prove, actor=the_account())
        home = STAFF_HOME if ways.is_staff else HOME
        self.next_path = local_path(self.router.url.query_parameters.get("next"), home)
        self.is_staff, self.is_demo = ways.is_staff, ways.demo
        self.has_totp, self.has_passkey = ways.totp, ways.passkey
        self.by_code = self.password_shown = False
        self.error = self.ticket = self.passkey_options = ""
        self.loaded = True
        return StaffShellState.enter if ways.is_staff else MemberShellState.enter

    @rx.event
    def toggle_password(self) -> None:
        """Show or hide the password."""
        self.password_shown = not self.password_shown

    @rx.event
    def toggle_way(self) -> None:
        """A code rather than the password, or the other way round."""
        self.by_code = not self.by_code and self.has_totp
        self.error = ""

    @rx.event
    async def submit_password(
        self, form_data: Annotated[dict[str, Any], fits(PasswordForm)]
    ) -> Any:
        """Check the password."""
        password = PasswordForm(**form_data).password
        return await self._prove(
            proofs.prove_by_password, cipher=portal().cipher, password=password
        )

    @rx.event
    async def submit_code(self, form_data: Annotated[dict[str, Any], fits(CodeForm)]) -> Any:
        """Check a code of the authenticator application."""
        code = CodeForm(**form_data).code
        return await self._prove(proofs.prove_by_totp, cipher=portal().cipher, typed=code)

    @rx.event
    async def ask_passkey(self) -> None:
        """Have the browser ask for one of the account's passkeys."""
        self.error = self.passkey_options = ""
        self.passkey_options = await write(
            proofs.ask_proof_passkey,
            now=portal().clock.now(),
            who=self._prover(),
            party=relying_party(),
        )

    @rx.event
    async def take_passkey(self, response: PasskeyResponse) -> Any:
        """Check what the passkey answered."""
        self.passkey_options = ""
        return await self._prove(
            proofs.prove_by_passkey,
            cipher=portal().cipher,
            party=relying_party(),
            response=response,
        )

    @rx.event
    def passkey_failed(self, failure: PasskeyFailure) -> None:
        """Say that no passkey answered: its owner gave up, or the browser cannot."""
        self.passkey_options = ""
        self.error = why_not(failure)

    @rx.event
    async def confirm_demo(self) -> Any:
        """In the demonstration, take the visitor's word for it."""
        return await self._prove(proofs.prove_in_demonstration)

    async def _prove(self, check: Any, **arguments: Any) -> Any:
        was_refused = self.error != ""
        self.error = ""
        try:
            answer: ProofAnswer = await write(
                check, now=portal().clock.now(), who=self._prover(), **arguments
            )
        except Refusal as refusal:
            answer = ProofAnswer(refusal=refusal.sentence)
        self.error, self.ticket = answer.refusal, answer.ticket
        return rx.set_focus("erreurs") if self.error and was_refused else None

    def _prover(self) -> Prover:
        who = acting.get()
        device = device_name(self.router.headers.user_agent)
        return Prover(the_account(), who.browser, who.network, device)
