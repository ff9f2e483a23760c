"""The security page: what protects the account, where it is open, and closing it there."""

from collections.abc import Callable
from typing import Annotated

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.errors import Refusal
from portal.services.devices import distrust_device
from portal.services.own_sessions import end_other_sessions, end_own_session
from portal.services.security_page import distrust_all_devices, read_security
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import acting, the_account
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import security as views
from portal.views.security import NO_FACTORS, FactorsView, PlaceView

RowId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Question = Annotated[str, Field(pattern=r"^(totp|codes|(passkey|entry)-\d{1,10})?$")]


@open_to(Access.SIGNED_IN)
class SecurityState(rx.State):
    """Everything but the history. ``asking``: what the page wants confirmed, "" for nothing."""

    loaded: bool = False
    is_demo: bool = False
    password: str = ""
    factors: FactorsView = NO_FACTORS
    passkeys: list[PlaceView] = []
    devices: list[PlaceView] = []
    sessions: list[PlaceView] = []
    asking: str = ""

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self.asking = ""
        await self._read()

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place."""
        await self._read()

    @rx.event
    def ask(self, question: Question) -> None:
        """Have something confirmed before it is done, or give it up."""
        self.asking = question

    @rx.event
    async def end_session(self, session_id: RowId) -> None:
        """Sign out another device."""
        await self._do(end_own_session, "Cet appareil est déconnecté.", session_id=session_id)

    @rx.event
    async def end_others(self) -> None:
        """Sign out every device but this one."""
        await self._do(end_other_sessions, "Tous vos autres appareils sont déconnectés.")

    @rx.event
    async def distrust(self, device_id: RowId) -> None:
        """Ask for a code again in one browser."""
        await self._do(
            distrust_device, "Un code sera demandé sur cet appareil.", device_id=device_id
        )

    @rx.event
    async def distrust_all(self) -> None:
        """Ask for a code again everywhere."""
        await self._do(distrust_all_devices, "Un code sera demandé sur tous vos appareils.")

    async def _do(self, service: Callable[..., None], done: str, **arguments: int) -> None:
        try:
            await write(service, now=portal().clock.now(), actor=the_account(), **arguments)
        except Refusal as refusal:
            done = refusal.sentence
        await self._tell(done)
        await self._read()

    async def _tell(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    async def _read(self) -> None:
        now, zone = portal().clock.now(), settings().zone
        overview = await read(
            read_security,
            now=now,
            limits=settings().limits,
            actor=the_account(),
            browser=acting.get().browser,
        )
        self.is_demo = overview.is_demo
        self.password = views.password(overview, zone)
        self.factors = views.factors(overview, zone)
        self.passkeys = views.passkeys(overview.passkeys, now, zone)
        self.devices = views.devices(overview.devices, zone)
        self.sessions = views.sessions(overview.sessions, now, zone)
        self.loaded = True
