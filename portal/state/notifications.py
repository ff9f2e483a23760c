"""The list of notifications."""

from datetime import datetime
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.errors import NotFound
from portal.services.bell import (
    BellPage,
    find_notifications,
    mark_all_read,
    mark_read,
    take_back,
)
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.views import notifications as views
from portal.views.notifications import NotificationView
from portal.views.shapes import PageView

_MARKED = "Tout est marqué comme lu."


@open_to(Access.MEMBER)
class NotificationsState(rx.State):
    """One page of the list. ``query`` is what the address shows."""

    loaded: bool = False
    rows: list[NotificationView] = []
    page: PageView = PageView("", "", False, False)
    has_unread: bool = False
    query: str = ""
    marked: str = ""

    _marked_at: datetime | None = None

    @rx.event
    async def load(self) -> None:
        """Open the page that the address names."""
        self._forget_marking()
        asked = self.router.url.query_parameters.get("page", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 6 else 1
        await self._open(number)
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what rang, or was read elsewhere."""
        await self._open(self.page.number)

    @rx.event
    async def open_one(self, notification_id: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> None:
        """One was opened: its link leads where it tells of, and it is read from now on."""
        try:
            await write(
                mark_read,
                actor=the_member(),
                now=portal().clock.now(),
                notification_id=notification_id,
            )
        except NotFound:
            return

    @rx.event
    async def mark_all(self) -> None:
        """Everything was read."""
        now = portal().clock.now()
        if await write(mark_all_read, actor=the_member(), now=now):
            self._marked_at, self.marked = now, _MARKED
        await self._open(self.page.number)

    @rx.event
    async def undo(self) -> Any:
        """It was not, after all."""
        marked_at = self._marked_at
        self._forget_marking()
        if marked_at is not None:
            await write(take_back, actor=the_member(), now=portal().clock.now(), read_at=marked_at)
        await self._open(self.page.number)
        return rx.set_focus("tout-lire")

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self._forget_marking()

    @rx.event
    async def previous_page(self) -> None:
        """Go one page back."""
        await self._open(self.page.number - 1)

    @rx.event
    async def next_page(self) -> None:
        """Go one page on."""
        await self._open(self.page.number + 1)

    def _forget_marking(self) -> None:
        self._marked_at, self.marked = None, ""

    async def _open(self, number: int) -> None:
        self._show(await read(find_notifications, actor=the_member(), page=number))

    def _show(self, page: BellPage) -> None:
        self.rows = views.rows(page, portal().clock.now(), settings().zone)
        self.page = views.page_of(page)
        self.has_unread = page.unread > 0
        self.query = f"page={page.page}" if page.page > 1 else ""
