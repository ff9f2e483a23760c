"""Figures for managers, kept for a minute: everybody who looks meanwhile sees the same."""

from datetime import datetime, timedelta
from typing import Annotated

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.actors import Role
from portal.services.rights import require_staff
from portal.services.statistics import Statistics, read_statistics
from portal.settings import settings
from portal.state.access import Access, open_to
from portal.state.acting import the_account
from portal.state.bridge import read
from portal.views import statistics as views
from portal.views.shapes import OptionView
from portal.views.statistics import StatisticsView

_KEPT_FOR = timedelta(minutes=1)
_USUAL = 30

_kept: dict[int, tuple[datetime, Statistics]] = {}


@open_to(Access.MANAGER)
class StatisticsState(rx.State):
    """The figures of the chosen period."""

    loaded: bool = False
    periods: list[OptionView] = []
    view: StatisticsView = views.nothing()

    @rx.event
    async def load(self) -> None:
        """Open the page on the last thirty days."""
        await self._show(_USUAL)
        self.loaded = True

    @rx.event
    async def choose(self, days: Annotated[str, Field(pattern=r"^(7|30|90)$")]) -> None:
        """Look at another period."""
        await self._show(int(days))

    async def _show(self, days: int) -> None:
        flows = portal().flows
        found = await _statistics(days)
        self.periods = views.periods(days)
        self.view = views.statistics(
            found,
            motive_name=lambda motive: (
                way.motive.label
                if (way := flows.messages.way_to(motive)) and way.motive
                else motive
            ),
            article_name=lambda slug: (
                article.title if (article := flows.help.by_slug.get(slug)) else slug
            ),
        )


async def _statistics(days: int) -> Statistics:
    require_staff(the_account(), Role.MANAGER)
    now = portal().clock.now()
    kept = _kept.get(days)
    if kept is not None and timedelta(0) <= now - kept[0] < _KEPT_FOR:
        return kept[1]
    found = await read(
        read_statistics, actor=the_account(), now=now, zone=settings().zone, days=days
    )
    _kept[days] = now, found
    return found
