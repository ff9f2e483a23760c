"""Second factors, on the security page: the application, passkeys, recovery codes."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import Refusal
from portal.domain.text import storable
from portal.services.own_passkeys import remove_passkey
from portal.services.passkeys import save_passkey
from portal.services.recovery_codes import make_recovery_codes
from portal.services.security_page import ask_new_passkey, begin_own_totp
from portal.services.totp import confirm_totp, remove_totp
from portal.settings import brand
from portal.state.access import Access, fits, open_to, sensitive
from portal.state.acting import acting, the_account
from portal.state.bridge import write
from portal.state.passkey_answers import UNSUPPORTED, PasskeyFailure, PasskeyResponse
from portal.state.relying_party import relying_party
from portal.state.security import RowId, SecurityState
from portal.views.second_step import EnrolmentView, enrolment

_NOT_MADE = "Aucune clé d’accès n’a été créée. Vous pouvez recommencer quand vous voulez."
_KNOWN_HERE = "Cet appareil a déjà une clé d’accès pour votre compte."
_NO_ENROLMENT = EnrolmentView()


class TotpForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=64), AfterValidator(storable)]


class PasskeyForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    passkey_name: Annotated[str, Field(max_length=60), AfterValidator(storable)]


@open_to(Access.SIGNED_IN)
class SecurityFactorsState(rx.State):
    """What is being set up. The secret and the codes leave the page with it."""

    enrolment: EnrolmentView = _NO_ENROLMENT
    totp_error: str = ""
    passkey_options: str = ""
    passkey_error: str = ""
    codes: list[str] = []

    # The name typed for the passkey that the browser is making.
    _passkey_name: str = ""

    @rx.event
    def open(self) -> None:
        """Begin with nothing under way."""
        self.enrolment = _NO_ENROLMENT
        self.totp_error = self.passkey_options = self.passkey_error = ""
        self.put_codes_away()

    @rx.event
    @sensitive
    async def begin_totp(self) -> None:
        """Show the QR code of a new secret."""
        self.totp_error = ""
        try:
            begun = await write(
                begin_own_totp,
                cipher=portal().cipher,
                now=portal().clock.now(),
                actor=the_account(),
                issuer=brand().name,
            )
        except Refusal as refusal:
            self.totp_error = refusal.sentence
            return
        self.enrolment = enrolment(begun.secret, begun.uri)

    @rx.event
    def cancel_totp(self) -> None:
        """Give it up."""
        self.enrolment, self.totp_error = _NO_ENROLMENT, ""

    @rx.event
    @sensitive
    async def confirm_totp(self, form_data: Annotated[dict[str, Any], fits(TotpForm)]) -> Any:
        """Take the application into use with its first code."""
        self.totp_error = await write(confirm_totp, **_now_as(), typed=TotpForm(**form_data).code)
        if self.totp_error:
            return rx.set_focus("code")
        self.enrolment = _NO_ENROLMENT
        return await self._changed("Votre application d’authentification est prête.")

    @rx.event
    @sensitive
    async def remove_totp(self) -> Any:
        """Do without the application."""
        await write(remove_totp, **_now_as())
        return await self._changed("L’application d’authentification est retirée.")

    @rx.event
    @sensitive
    async def begin_passkey(self, form_data: Annotated[dict[str, Any], fits(PasskeyForm)]) -> None:
        """Have the browser make a passkey."""
        self._passkey_name = PasskeyForm(**form_data).passkey_name
        self.passkey_error = ""
        self.passkey_options = await write(
            ask_new_passkey,
            now=portal().clock.now(),
            party=relying_party(),
            browser=acting.get().browser,
            actor=the_account(),
        )

    @rx.event
    @sensitive
    async def take_passkey(self, response: PasskeyResponse) -> Any:
        """Keep the passkey that the browser made."""
        self.passkey_options = ""
        self.passkey_error = await write(
            save_passkey,
            **_now_as(),
            party=relying_party(),
            browser=acting.get().browser,
            response=response,
            name=self._passkey_name,
        )
        if self.passkey_error:
            return None
        return await self._changed("Votre clé d’accès est enregistrée.")

    @rx.event
    def passkey_failed(self, failure: PasskeyFailure) -> None:
        """Say why there is no passkey: its owner gave up, has one already, or cannot have one."""
        self.passkey_options = ""
        reasons = {
            "InvalidStateError": _KNOWN_HERE,
            "Unsupported": UNSUPPORTED,
            "NotSupportedError": UNSUPPORTED,
        }
        self.passkey_error = reasons.get(failure, _NOT_MADE)

    @rx.event
    @sensitive
    async def remove_passkey(self, passkey_id: RowId) -> Any:
        """Do without a passkey."""
        await write(remove_passkey, **_now_as(), passkey_id=passkey_id)
        return await self._changed("La clé d’accès est retirée.")

    @rx.event
    @sensitive
    async def make_codes(self) -> Any:
        """Show ten new recovery codes, this once."""
        self.codes = await write(make_recovery_codes, **_now_as())
        return await self._changed("Vos codes de secours sont créés. Conservez-les maintenant.")

    @rx.event
    def download_codes(self) -> Any:
        """Hand the codes over as a file, while they are shown."""
        text = "\n".join([f"{brand().name}, codes de secours", *self.codes, ""])
        return rx.download(data=text, filename="codes-de-secours.txt")

    @rx.event
    def put_codes_away(self) -> None:
        """Show the codes no more."""
        self.codes = []

    async def _changed(self, sentence: str) -> Any:
        page = await self.get_state(SecurityState)
        page.asking = ""
        await page._tell(sentence)
        return SecurityState.reload


def _now_as() -> dict[str, Any]:
    """What every change of a factor is given."""
    return {
        "cipher": portal().cipher,
        "now": portal().clock.now(),
        "account_id": the_account().account_id,
    }
