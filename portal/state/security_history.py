"""The sign-in history on the security page, and saying "Ce n’est pas moi"."""

from typing import Any

import reflex as rx

from portal.bootstrap import portal
from portal.domain.errors import NotFound
from portal.services.not_me import report_not_me
from portal.services.sign_in_history import sign_in_history
from portal.settings import settings
from portal.state import tabs
from portal.state.access import Access, open_to, passive, sensitive
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.state.security import RowId, SecurityState
from portal.views import security as views
from portal.views.security import ONE_PAGE, EventView
from portal.views.shapes import PageView

REPORTED = "/signalement"


@open_to(Access.SIGNED_IN)
class SecurityHistoryState(rx.State):
    """Twenty lines at a time, the newest first."""

    entries: list[EventView] = []
    paging: PageView = ONE_PAGE

    _page: int = 1

    @rx.event
    async def load(self) -> None:
        """Show the newest lines."""
        await self._read(1)

    @rx.event
    @passive
    async def reload(self) -> Any:
        """Show what was added, in place, and the sessions that go with it."""
        await self._read(self._page)
        return SecurityState.reload

    @rx.event
    async def newer(self) -> Any:
        """Turn the page back."""
        await self._read(self._page - 1)
        return rx.set_focus("historique")

    @rx.event
    async def older(self) -> Any:
        """Turn the page."""
        await self._read(self._page + 1)
        return rx.set_focus("historique")

    @rx.event
    @sensitive
    async def report(self, entry_id: RowId) -> Any:
        """Close the account: somebody else came in."""
        # Sessions end with it, and their pages are told: this one has somewhere better to go.
        tabs.forget(self.rx_router_session.client_token)
        try:
            reference = await write(
                report_not_me,
                cipher=portal().cipher,
                now=portal().clock.now(),
                actor=the_account(),
                entry_id=entry_id,
            )
        except NotFound as refusal:
            await (await self.get_state(SecurityState))._tell(refusal.sentence)
            return SecurityHistoryState.reload
        return rx.redirect(f"{REPORTED}?reference={reference}")

    async def _read(self, page: int) -> None:
        shown = await read(sign_in_history, actor=the_account(), page=page)
        self.entries = views.history(shown.entries, portal().clock.now(), settings().zone)
        self.paging, self._page = views.paging(shown.page, shown.pages), shown.page
