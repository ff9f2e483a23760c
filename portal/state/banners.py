"""What the staff tell everybody, on every open page.

Each server process keeps one copy of the banners. A page that opens reads that copy; while pages
are open it is renewed twice a second by one short statement, whatever their number, and the pages
are told only when what they show changes: put up, withdrawn, begun or over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import reflex as rx
import structlog
from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError

from portal.bootstrap import portal
from portal.domain.banners import BannerLine, Level, Moment
from portal.services.banners import standing_banners
from portal.state.access import Access, open_to, passive
from portal.state.bridge import glance

log = structlog.get_logger()

TICK_SECONDS = 0.5
_FRESH_FOR = timedelta(seconds=1)
_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class BannerView:
    """One sentence. ``level``: info, warning or danger."""

    id: int
    text: str
    level: str
    can_dismiss: bool


@dataclass(slots=True)
class _Board:
    """The copy of this process, when it was read, and what open pages were last told."""

    lines: tuple[BannerLine, ...] = ()
    read_at: datetime | None = None
    told: tuple[BannerLine, ...] = ()


_board = _Board()


async def renew() -> bool:
    """Read the banners again; return whether what shows has changed since the last time."""
    now = portal().clock.now()
    await _read(now)
    shown = _shown(now)
    changed, _board.told = shown != _board.told, shown
    return changed


async def _read(now: datetime) -> None:
    _board.lines = await glance(standing_banners, now=now)
    _board.read_at = now


def _shown(now: datetime) -> tuple[BannerLine, ...]:
    return tuple(line for line in _board.lines if line.moment(now) is Moment.CURRENT)


@open_to(Access.PUBLIC)
class BannerState(rx.State):
    """The banners of this tab: those that show now, but for what its reader put away."""

    banners: list[BannerView] = []

    _dismissed: list[int] = []

    @rx.event
    async def enter(self) -> None:
        """First thing on every public page."""
        await self._enter()

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something was put up or taken down; sent by the server, not by the page."""
        await self._enter()

    @rx.event
    def dismiss(self, banner_id: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> None:
        """Put one away, in this tab only; a warning stays."""
        if any(one.id == banner_id and one.can_dismiss for one in self.banners):
            self._dismissed = [*self._dismissed[-50:], banner_id]
            self._show(portal().clock.now())

    async def _enter(self) -> None:
        """Show what is up now; early on every page."""
        now = portal().clock.now()
        if _board.read_at is None or not timedelta(0) <= now - _board.read_at < _FRESH_FOR:
            try:
                await _read(now)
            except SQLAlchemyError:
                # The page itself has more to say: it shows what was known.
                log.warning("banners.unreadable")
        self._show(now)

    def _show(self, now: datetime) -> None:
        banners = [
            BannerView(line.id, line.text, line.level, line.level is Level.INFO)
            for line in _shown(now)[:_AT_MOST]
            if line.id not in self._dismissed
        ]
        if banners != self.banners:
            self.banners = banners
