"""A year of reimbursements as charts and their tables."""

from portal.domain.claims import CATEGORY_LABELS
from portal.domain.claims_lines import ClaimTotals, YearlySummary
from portal.domain.french import MONTHS, NO_BREAK, euros, plural
from portal.views.shapes import CategoryBarView, MonthBarView, OptionView


def year_options(summary: YearlySummary) -> list[OptionView]:
    """The years that hold something, and the one shown."""
    years = sorted({*summary.years, summary.year}, reverse=True)
    return [OptionView(str(year), str(year), year == summary.year) for year in years]


def months(summary: YearlySummary) -> list[MonthBarView]:
    """Twelve columns on one scale."""
    highest = scale(summary)
    return [
        MonthBarView.of(
            (str(month), MONTHS[month - 1].capitalize(), MONTHS[month - 1][0].upper()),
            _texts(sums),
            _parts(sums),
            highest,
        )
        for month, sums in summary.by_month
    ]


def categories(summary: YearlySummary) -> list[CategoryBarView]:
    """One bar a category, the dearest first."""
    ordered = sorted(summary.by_category, key=lambda row: -row[1].expense_cents)
    highest = max((sums.expense_cents for _, sums in ordered), default=0)
    return [
        CategoryBarView.of(
            (category, CATEGORY_LABELS[category]), _texts(sums), _parts(sums), highest
        )
        for category, sums in ordered
    ]


def scale(summary: YearlySummary) -> int:
    """Top of the monthly scale in cents: the highest month, rounded up to a readable figure."""
    highest = max((sum(max(part, 0) for part in _parts(s)) for _, s in summary.by_month), default=0)
    step = 10 ** max(3, len(str(highest)) - 1)
    return max(step, -(-highest // step) * step)


def months_sentence(summary: YearlySummary) -> str:
    """What the monthly chart says, in words."""
    if not summary.totals.count:
        return f"Aucun soin en {summary.year}."
    month, dearest = max(summary.by_month, key=lambda row: row[1].expense_cents)
    return (
        f"{euros(summary.totals.expense_cents)} de dépenses en tout, dont "
        f"{euros(summary.totals.remaining_cents)} restés à votre charge. "
        f"Le mois le plus cher est {MONTHS[month - 1]} ({euros(dearest.expense_cents)})."
    )


def categories_sentence(summary: YearlySummary) -> str:
    """What the chart by category says, in words."""
    if not summary.by_category:
        return ""
    category, sums = max(summary.by_category, key=lambda row: row[1].expense_cents)
    return (
        f"La dépense la plus forte{NO_BREAK}: {CATEGORY_LABELS[category].lower()}, "
        f"{euros(sums.expense_cents)} pour {plural(sums.count, 'ligne')}."
    )


def _parts(sums: ClaimTotals) -> tuple[int, int, int]:
    return sums.ro_cents, sums.rc_cents, sums.remaining_cents


def _texts(sums: ClaimTotals) -> tuple[str, str, str, str]:
    ro, rc, remaining = _parts(sums)
    return euros(ro), euros(rc), euros(remaining), euros(sums.expense_cents)
