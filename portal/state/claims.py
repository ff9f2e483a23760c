"""The list of reimbursements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portal.bootstrap import today
from portal.domain.claims import Category, Payee, Status
from portal.domain.claims_address import read_cents, read_query, write_query
from portal.domain.claims_filter import MAX_TEXT, ClaimFilter, Sort, period_of
from portal.domain.claims_lines import ClaimChoices, ClaimPage
from portal.services.claims import find_claims
from portal.services.claims_opening import open_claims
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.state.shell import SessionState
from portal.views import claims as views
from portal.views.shapes import (
    ActiveFilterView,
    ClaimRowView,
    MoneyBarView,
    OptionView,
    PageView,
    TotalsView,
)

Code = Annotated[str, Field(max_length=32)]
DateText = Annotated[str, Field(max_length=10)]
SearchText = Annotated[str, Field(max_length=MAX_TEXT)]
AmountText = Annotated[str, Field(max_length=16)]

_BY_DATE = (Sort.NEWEST, Sort.OLDEST)
_NOTHING = ClaimChoices((), (), (), ())


@open_to(Access.MEMBER)
class ClaimsState(rx.State):
    """One page of the filtered lines, and the filters. ``query`` is what the address shows."""

    loaded: bool = False
    rows: list[ClaimRowView] = []
    totals: TotalsView = TotalsView("", "", MoneyBarView("", "", "", ""))
    page: PageView = PageView("", "", False, False)
    search: str = ""
    query: str = ""
    period: str = ""
    choosing_dates: bool = False
    date_from: str = ""
    date_to: str = ""
    beneficiary: str = ""
    payee: str = ""
    lowest: str = ""
    highest: str = ""
    sort: str = Sort.NEWEST
    periods: list[OptionView] = []
    beneficiaries: list[OptionView] = []
    categories: list[OptionView] = []
    statuses: list[OptionView] = []
    active: list[ActiveFilterView] = []
    has_any: bool = True
    form_version: int = 0

    _wanted: ClaimFilter = ClaimFilter()
    _choices: ClaimChoices = _NOTHING

    @rx.event
    async def load(self) -> None:
        """Open the page as its address says."""
        wanted = read_query(self.router.url.query)
        self._choices, page = await read(
            open_claims, actor=the_member(), wanted=wanted, today=today()
        )
        self.periods = views.period_options(self._choices)
        self.beneficiaries = views.beneficiary_options(self._choices)
        self.has_any = bool(self._choices.years)
        self.choosing_dates = False
        self._show(page)
        self._set_pills()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed in the lines on this page, in place."""
        count, rows = self.page.result_label, self.rows
        await self._find(self._wanted, before=rows)
        if self.page.result_label != count:
            message = f"Votre liste vient d’être mise à jour\u00a0: {self.page.result_label}."
        elif self.rows != rows:
            message = "Un remboursement de votre liste vient d’être mis à jour."
        else:
            return
        (await self.get_state(SessionState)).announcement = message

    @rx.event(supersedes=True)
    async def set_search(self, text: SearchText) -> None:
        """Search as it is typed."""
        self.search = text
        await self._narrow(text=text)

    @rx.event
    async def set_period(self, code: Code) -> None:
        """A year, everything, or two dates to choose."""
        self.choosing_dates = code == views.CUSTOM_PERIOD
        if self.choosing_dates:
            self.period = code
            return
        since, until = period_of(int(code)) if code.isdigit() and len(code) == 4 else (None, None)
        await self._narrow(since=since, until=until)

    @rx.event
    async def set_date_from(self, text: DateText) -> None:
        """First day of the period."""
        await self._narrow(since=_day(text))

    @rx.event
    async def set_date_to(self, text: DateText) -> None:
        """Last day of the period."""
        await self._narrow(until=_day(text))

    @rx.event
    async def set_beneficiary(self, code: Code) -> None:
        """Whose care."""
        await self._narrow(beneficiary=int(code) if code.isdecimal() else None)

    @rx.event
    async def set_payee(self, code: Code) -> None:
        """Who was paid."""
        await self._narrow(payee=_one_of(Payee, code))

    @rx.event
    async def set_lowest(self, text: AmountText) -> None:
        """Smallest expense."""
        await self._narrow(min_cents=read_cents(text))

    @rx.event
    async def set_highest(self, text: AmountText) -> None:
        """Largest expense."""
        await self._narrow(max_cents=read_cents(text))

    @rx.event
    async def toggle_category(self, code: Code) -> None:
        """Add or remove a category of care."""
        await self._narrow(categories=_toggled(self._wanted.categories, _one_of(Category, code)))

    @rx.event
    async def toggle_status(self, code: Code) -> None:
        """Add or remove a status."""
        await self._narrow(statuses=_toggled(self._wanted.statuses, _one_of(Status, code)))

    @rx.event
    async def remove_filter(self, key: Code) -> None:
        """Remove one filter in force."""
        await self._find(views.without(self._wanted, key))
        self._set_pills()

    @rx.event
    async def clear_filters(self) -> None:
        """Remove them all, and the search."""
        self.choosing_dates = False
        await self._find(ClaimFilter(sort=self._wanted.sort))
        self._set_pills()

    @rx.event
    async def set_sort(self, code: Code) -> None:
        """Choose the order."""
        await self._narrow(sort=_one_of(Sort, code) or Sort.NEWEST)

    @rx.event
    async def previous_page(self) -> None:
        """Go one page back."""
        await self._find(replace(self._wanted, page=max(1, self._wanted.page - 1)))

    @rx.event
    async def next_page(self) -> None:
        """Go one page on."""
        await self._find(replace(self._wanted, page=self._wanted.page + 1))

    async def _narrow(self, **changes: Any) -> None:
        await self._find(replace(self._wanted, page=1, **changes))

    async def _find(self, wanted: ClaimFilter, before: Sequence[ClaimRowView] = ()) -> None:
        page = await read(find_claims, actor=the_member(), wanted=wanted, today=today())
        self._show(page, before)

    def _show(self, page: ClaimPage, before: Sequence[ClaimRowView] = ()) -> None:
        wanted = self._wanted = page.wanted
        period = self.period if self.choosing_dates else views.period_code(wanted)
        lowest, highest = views.amounts(wanted)
        self._change(
            rows=views.claim_rows(page.rows, by_month=wanted.sort in _BY_DATE, before=before),
            totals=views.totals(page.totals),
            page=views.page_of(page),
            search=wanted.text,
            query=write_query(wanted),
            date_from=wanted.since.isoformat() if wanted.since else "",
            date_to=wanted.until.isoformat() if wanted.until else "",
            period=period,
            choosing_dates=period == views.CUSTOM_PERIOD,
            beneficiary="" if wanted.beneficiary is None else str(wanted.beneficiary),
            payee=wanted.payee or "",
            lowest=lowest,
            highest=highest,
            sort=wanted.sort,
            active=views.active_filters(wanted, self._choices),
        )

    def _set_pills(self) -> None:
        """Put the pills in order after a change that did not come from them."""
        self.categories = views.category_options(self._choices, self._wanted)
        self.statuses = views.status_options(self._choices, self._wanted)
        self.form_version += 1

    def _change(self, **values: Any) -> None:
        """Set the vars that differ: one that is set to what it was is sent all the same."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_of(kind: Any, code: str) -> Any:
    return kind(code) if code in set(kind) else None


def _toggled(chosen: tuple[Any, ...], one: Any) -> tuple[Any, ...]:
    if one is None:
        return chosen
    return tuple(c for c in chosen if c != one) if one in chosen else (*chosen, one)
