"""The bell of every member page."""

import reflex as rx

from portal.services.bell import count_unread
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import glance
from portal.views import notifications as views


@open_to(Access.MEMBER)
class BellState(rx.State):
    """How much is unread; ``spoken`` is read out when something rings."""

    badge: str = ""
    spoken: str = ""

    _unread: int = 0

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something rang, or was read in another tab."""
        before = self._unread
        await self._count()
        if self._unread > before:
            self.spoken = views.spoken(self._unread)
        elif self._unread < before:
            self.spoken = ""

    async def _enter(self) -> None:
        """Early on every member page: nothing has rung here yet."""
        await self._count()
        if self.spoken:
            self.spoken = ""

    async def _count(self) -> None:
        self._unread = await glance(count_unread, actor=the_member())
        badge = views.badge(self._unread)
        if badge != self.badge:
            self.badge = badge
