"""The year in figures."""

from typing import Annotated

import reflex as rx
from pydantic import Field

from portal.bootstrap import today
from portal.domain.claims_lines import YearlySummary
from portal.domain.french import euros
from portal.services.claims_summary import yearly_summary
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.views import claims_year as views
from portal.views.shapes import CategoryBarView, MonthBarView, OptionView


@open_to(Access.MEMBER)
class ClaimsYearState(rx.State):
    """Charts of one year. ``query`` is what the address shows."""

    loaded: bool = False
    year: str = ""
    query: str = ""
    years: list[OptionView] = []
    months: list[MonthBarView] = []
    categories: list[CategoryBarView] = []
    months_sentence: str = ""
    categories_sentence: str = ""
    scale_top: str = ""
    scale_half: str = ""
    is_empty: bool = False

    @rx.event
    async def load(self) -> None:
        """Open the year that the address names, or the present one."""
        await self._open(self.router.url.query_parameters.get("annee", ""))
        self.loaded = True

    @rx.event
    async def set_year(self, year: Annotated[str, Field(max_length=4)]) -> None:
        """Show another year."""
        await self._open(year)

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place."""
        await self._open(self.year)

    async def _open(self, asked: str) -> None:
        known = asked.isascii() and asked.isdecimal() and len(asked) == 4
        year = int(asked) if known else today().year
        self._show(await read(yearly_summary, actor=the_member(), year=year))

    def _show(self, summary: YearlySummary) -> None:
        self.year = str(summary.year)
        self.query = f"annee={summary.year}"
        self.years = views.year_options(summary)
        self.months = views.months(summary)
        self.categories = views.categories(summary)
        self.months_sentence = views.months_sentence(summary)
        self.categories_sentence = views.categories_sentence(summary)
        top = views.scale(summary)
        self.scale_top, self.scale_half = euros(top), euros(top // 2)
        self.is_empty = summary.totals.count == 0
