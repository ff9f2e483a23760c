"""A member's file, opened by the staff for a reason."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.member_files import national_phone
from portal.domain.nir import spaced_nir
from portal.services.member_file_contents import read_member_file
from portal.services.member_files import open_member_file, show_contact, show_nir
from portal.settings import settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.views import member_files as views
from portal.views.member_files import MemberFileView
from portal.views.shapes import FactView


class OpeningForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=24)] = ""
    details: Annotated[str, Field(max_length=1000)] = ""


@open_to(Access.STAFF)
class MemberFileState(rx.State):
    """First the reason, then the file. What was unmasked is masked again when the page opens."""

    loaded: bool = False
    missing: bool = False
    is_open: bool = False
    number: str = ""
    view: MemberFileView = views.nobody()
    contact: list[FactView] = []
    nir: str = ""
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Open the file that the address names, or ask why."""
        self.reset()
        self.number = str(self.rx_router_page.params.get("member_number", ""))[:32]
        await self._read()
        self.loaded = True

    @rx.event
    async def open_file(self, form_data: Annotated[dict[str, Any], fits(OpeningForm)]) -> Any:
        """Keep the reason, and show the file."""
        form, told = OpeningForm(**form_data), self.problem
        self.problem = ""
        try:
            await write(
                open_member_file,
                actor=the_account(),
                now=portal().clock.now(),
                number=self.number,
                reason=form.reason,
                details=form.details,
            )
        except InvalidInput as refusal:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs") if told else None
        except NotFound:
            self.missing = True
            return None
        await self._read()
        return rx.set_focus("contenu")

    @rx.event
    async def reveal_contact(self) -> Any:
        """Show address, phone and e-mail in full."""
        try:
            told = await write(
                show_contact,
                actor=the_account(),
                now=portal().clock.now(),
                number=self.number,
            )
        except (NotAllowed, NotFound):
            return await self._close()
        self.contact = [
            FactView("Téléphone", national_phone(told.phone) or views.UNKNOWN),
            FactView("E-mail", told.email or views.UNKNOWN),
            FactView("Adresse", told.address or views.UNKNOWN),
        ]
        return rx.set_focus("coordonnees-texte")

    @rx.event
    async def reveal_nir(self) -> Any:
        """Show the NIR in full; managers only, the service asks."""
        try:
            nir = await write(
                show_nir,
                actor=the_account(),
                cipher=portal().cipher,
                now=portal().clock.now(),
                number=self.number,
            )
        except (NotAllowed, NotFound):
            return await self._close()
        self.nir = spaced_nir(nir)
        return rx.set_focus("nir-texte")

    async def _close(self) -> None:
        """The half hour is over: ask again why."""
        self.contact, self.nir = [], ""
        await self._read()

    async def _read(self) -> None:
        now = portal().clock.now()
        try:
            file = await read(read_member_file, actor=the_account(), now=now, number=self.number)
        except NotFound:
            self.missing = True
            return
        except NotAllowed:
            self.is_open, self.view = False, views.nobody()
            return
        self.is_open, self.view = True, views.member_file(file, now, settings().zone)
