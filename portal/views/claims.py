"""Reimbursement lines as their list shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from portal.domain.claims import (
    CATEGORY_LABELS,
    PAYEE_LABELS,
    STATUS_MEANINGS,
    Category,
    NextActor,
    Payee,
    Status,
)
from portal.domain.claims_filter import SORT_LABELS, ClaimFilter, Sort
from portal.domain.claims_lines import ClaimChoices, ClaimPage, ClaimRow, ClaimTotals
from portal.domain.french import (
    NO_BREAK,
    euros,
    long_date,
    month_year,
    plural,
    set_spaces,
    short_date,
)
from portal.views.shapes import (
    ActiveFilterView,
    ClaimRowView,
    MoneyBarView,
    OptionView,
    PageView,
    TotalsView,
)

CUSTOM_PERIOD = "dates"

TONES: dict[Status, str] = {
    Status.SENT: "info",
    Status.AT_HEALTH_INSURANCE: "info",
    Status.RECEIVED: "info",
    Status.PAID: "success",
    Status.AWAITING_DOCUMENTS: "warning",
    Status.REJECTED: "danger",
    Status.CORRECTED: "neutral",
}

_WHO_ACTS: dict[NextActor, str] = {
    NextActor.YOU: "À vous d’agir",
    NextActor.US: "Nous nous en occupons",
    NextActor.HEALTH_INSURANCE: "L’Assurance Maladie s’en occupe",
    NextActor.NOBODY: "",
}


def claim_href(claim_id: int) -> str:
    """The page of a line."""
    return f"/remboursements/{claim_id}"


def claim_rows(
    rows: tuple[ClaimRow, ...], *, by_month: bool = False, before: Sequence[ClaimRowView] = ()
) -> list[ClaimRowView]:
    """The lines of a list; ``by_month``: the first of each month bears its heading.

    Each is drawn in a slot of the screen, over what was there: that costs the browser less than
    making it anew. ``before``: the lines shown until now, each to stay in its slot, and the focus
    with it: for changes that the reader did not ask for.
    """
    views, shown = [], ""
    for row, slot in zip(rows, _slots(rows, before), strict=True):
        month = month_year(row.care_date).capitalize() if by_month else ""
        views.append(_claim_row(row, slot, month if month != shown else ""))
        shown = month
    return views


def _slots(rows: tuple[ClaimRow, ...], before: Sequence[ClaimRowView]) -> Iterator[str]:
    held = {view.href: view.slot for view in before}
    kept = [held.get(claim_href(row.id)) for row in rows]
    free = (slot for slot in map(str, count()) if slot not in kept)
    return (slot or next(free) for slot in kept)


def _claim_row(row: ClaimRow, slot: str, group: str) -> ClaimRowView:
    who = row.beneficiary and f"pour{NO_BREAK}{row.beneficiary}"
    facts = [short_date(row.care_date), row.practitioner or "", who]
    return ClaimRowView(
        slot=slot,
        href=claim_href(row.id),
        title=set_spaces(row.act_label),
        subtitle=f"{NO_BREAK}· ".join(fact for fact in facts if fact),
        category=row.category,
        status=row.status,
        status_label=row.meaning.label,
        tone=TONES[row.status],
        next_actor=who_acts(row.meaning.next_actor, late=row.is_late),
        expense=euros(row.expense_cents),
        ro=euros(row.ro_cents),
        rc=euros(row.rc_cents),
        remaining=euros(row.remaining_cents),
        group=group,
    )


def who_acts(actor: NextActor, *, late: bool) -> str:
    """Who acts next, in words; says when they are late."""
    words = _WHO_ACTS[actor]
    return f"{words}, en retard" if words and late else words


def totals(sums: ClaimTotals) -> TotalsView:
    """The sums of the filtered lines."""
    return TotalsView(
        expense=euros(sums.expense_cents),
        count_label=f"pour {plural(sums.count, 'ligne')}",
        bar=money_bar(sums.ro_cents, sums.rc_cents, sums.remaining_cents),
    )


def money_bar(ro: int, rc: int, remaining: int) -> MoneyBarView:
    """Who paid what, from cents."""
    texts = (euros(ro), euros(rc), euros(remaining))
    return MoneyBarView.of(texts, (ro, rc, remaining))


def page_of(page: ClaimPage) -> PageView:
    """Where one is in the list."""
    return PageView(
        label=f"Page {page.page} sur {page.pages}",
        result_label=plural(page.totals.count, "remboursement")
        if page.totals.count
        else "Aucun remboursement",
        has_previous=page.page > 1,
        has_next=page.page < page.pages,
        number=page.page,
        count=page.pages,
    )


def period_code(wanted: ClaimFilter) -> str:
    """The option of the period's list that ``wanted`` corresponds to."""
    if wanted.year is not None:
        return str(wanted.year)
    return CUSTOM_PERIOD if wanted.since or wanted.until else ""


def period_options(choices: ClaimChoices) -> list[OptionView]:
    """The years that hold something, everything, or two dates to choose."""
    years = [OptionView(str(year), f"Année {year}") for year in choices.years]
    return [
        OptionView("", "Toutes les dates"),
        *years,
        OptionView(CUSTOM_PERIOD, "Choisir les dates"),
    ]


def beneficiary_options(choices: ClaimChoices) -> list[OptionView]:
    """The covered persons."""
    people = [OptionView(str(one.rank), one.name) for one in choices.beneficiaries]
    return [OptionView("", "Toute la famille"), *people]


def payee_options() -> list[OptionView]:
    """To whom the money went."""
    return [OptionView("", "Peu importe"), *(OptionView(p, PAYEE_LABELS[p]) for p in Payee)]


def sort_options() -> list[OptionView]:
    """The orders of the list."""
    return [OptionView(sort, SORT_LABELS[sort]) for sort in Sort]


def category_options(choices: ClaimChoices, wanted: ClaimFilter) -> list[OptionView]:
    """The categories of care that hold something, and those chosen."""
    shown = [c for c in Category if c in choices.categories or c in wanted.categories]
    return [OptionView(c, CATEGORY_LABELS[c], c in wanted.categories) for c in shown]


def status_options(choices: ClaimChoices, wanted: ClaimFilter) -> list[OptionView]:
    """The statuses that hold something, and those chosen."""
    shown = [s for s in Status if s in choices.statuses or s in wanted.statuses]
    return [OptionView(s, STATUS_MEANINGS[s].label, s in wanted.statuses) for s in shown]


def active_filters(wanted: ClaimFilter, choices: ClaimChoices) -> list[ActiveFilterView]:
    """The filters in force, each with the key that ``without`` takes."""
    found = []
    if wanted.since or wanted.until:
        found.append(ActiveFilterView("period", _period_label(wanted)))
    if wanted.beneficiary is not None:
        names = {one.rank: one.name for one in choices.beneficiaries}
        found.append(
            ActiveFilterView("beneficiary", names.get(wanted.beneficiary, "Bénéficiaire inconnu"))
        )
    found += [ActiveFilterView(f"category:{c}", CATEGORY_LABELS[c]) for c in wanted.categories]
    found += [ActiveFilterView(f"status:{s}", STATUS_MEANINGS[s].label) for s in wanted.statuses]
    if wanted.payee:
        found.append(ActiveFilterView("payee", f"Versé à{NO_BREAK}: {PAYEE_LABELS[wanted.payee]}"))
    if wanted.min_cents is not None or wanted.max_cents is not None:
        found.append(ActiveFilterView("amount", _amount_label(wanted)))
    return found


def _period_label(wanted: ClaimFilter) -> str:
    if wanted.year is not None:
        return f"Année {wanted.year}"
    if wanted.since and wanted.until:
        return f"Du {long_date(wanted.since)} au {long_date(wanted.until)}"
    if wanted.since:
        return f"Depuis le {long_date(wanted.since)}"
    return f"Jusqu’au {long_date(wanted.until)}" if wanted.until else ""


def _amount_label(wanted: ClaimFilter) -> str:
    low, high = wanted.min_cents, wanted.max_cents
    if low is not None and high is not None:
        return f"De {euros(low)} à {euros(high)}"
    if low is not None:
        return f"À partir de {euros(low)}"
    return f"Jusqu’à {euros(high)}" if high is not None else ""


def amounts(wanted: ClaimFilter) -> tuple[str, str]:
    """The bounds of the expense as their fields show them: "23,50", or nothing."""
    low, high = wanted.min_cents, wanted.max_cents
    return _typed(low), _typed(high)


def _typed(cents: int | None) -> str:
    return "" if cents is None else euros(cents).removesuffix(f"{NO_BREAK}€")


def without(wanted: ClaimFilter, key: str) -> ClaimFilter:
    """``wanted`` without the filter that has this key in ``active_filters``, on its first page."""
    kind, _, code = key.partition(":")
    first = replace(wanted, page=1)
    match kind:
        case "period":
            return replace(first, since=None, until=None)
        case "beneficiary":
            return replace(first, beneficiary=None)
        case "payee":
            return replace(first, payee=None)
        case "amount":
            return replace(first, min_cents=None, max_cents=None)
        case "category":
            return replace(first, categories=tuple(c for c in wanted.categories if c != code))
        case "status":
            return replace(first, statuses=tuple(s for s in wanted.statuses if s != code))
    return first
