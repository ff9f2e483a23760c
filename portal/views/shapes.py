"""What the components show: frozen rows of French text, already formatted. States fill them.

Positions and widths of bars are percentages ready for SVG ("32.5%"): ``spans`` computes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass


def spans(amounts: Sequence[int], whole: int | None = None) -> list[tuple[str, str]]:
    """Start and length of each amount laid end to end on ``whole`` (their sum by default).

    Negative amounts (regularisations) take no room.
    """
    parts = [max(amount, 0) for amount in amounts]
    total = max(whole or 0, sum(parts), 1)
    starts = [sum(parts[:index]) for index in range(len(parts))]
    return [
        (f"{100 * start / total:.2f}%", f"{100 * part / total:.2f}%")
        for start, part in zip(starts, parts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice of a select or of chips."""

    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class ActiveFilterView:
    """One filter in force, as a chip that removes it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class MoneyBarView:
    """Who pays what, on one bar: health insurance (ro), mutuelle (rc), member (remaining)."""

    summary: str
    ro: str
    rc: str
    remaining: str
    ro_width: str = "0%"
    rc_start: str = "0%"
    rc_width: str = "0%"
    remaining_start: str = "0%"
    remaining_width: str = "0%"

    @classmethod
    def of(
        cls, texts: tuple[str, str, str], cents: tuple[int, int, int], summary: str = ""
    ) -> "MoneyBarView":
        """The bar of (ro, rc, remaining), as text and as cents."""
        (_, ro_width), (rc_start, rc_width), (remaining_start, remaining_width) = spans(cents)
        return cls(
            summary,
            *texts,
            ro_width=ro_width,
            rc_start=rc_start,
            rc_width=rc_width,
            remaining_start=remaining_start,
            remaining_width=remaining_width,
        )


@dataclass(frozen=True, slots=True)
class ClaimRowView:
    """One reimbursement line in a list.

    ``slot`` is the place of the screen it is drawn in: see ``claim_rows``;
    ``group`` is the heading above the first line of a month ("Novembre 2026"), else empty;
    ``subtitle`` is "12 nov. · Léa · Dr Anne Petit" with its own non-breaking spaces (also before
    each dot); an amount not known yet is empty, except ``rc``, then "À venir";
    ``status`` the code (``Status``), ``tone`` one of neutral, info, success, warning, danger;
    ``next_actor`` empty when nobody has to act, else "À vous d’agir", "Nous nous en occupons"...
    """

    slot: str
    href: str
    title: str
    subtitle: str
    category: str
    status: str
    status_label: str
    tone: str
    next_actor: str
    expense: str
    ro: str
    rc: str
    remaining: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class TotalsView:
    """The sums of the filtered lines, and their bar."""

    expense: str
    count_label: str
    bar: MoneyBarView


@dataclass(frozen=True, slots=True)
class PageView:
    """Where the reader is in a list: "Page 2 sur 15", "143 remboursements"."""

    label: str
    result_label: str
    has_previous: bool
    has_next: bool
    number: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status in full: words, meaning, who acts next and by when."""

    code: str
    label: str
    tone: str
    meaning: str
    next_actor: str
    due: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class TimelineStepView:
    """One step of a dated timeline. ``state``: done, current or todo."""

    key: str
    title: str
    date: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class AmountExplainedView:
    """One amount that unfolds into how it was computed."""

    key: str
    label: str
    amount: str
    explanation: str
    part: str = ""  # ro, rc, remaining or empty: the colour of its dot


@dataclass(frozen=True, slots=True)
class FactView:
    """One line of a description list."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One thing to do. ``icon`` is an icon class of icons.css."""

    id: str
    icon: str
    title: str
    detail: str
    action_label: str
    href: str


@dataclass(frozen=True, slots=True)
class ContributionView:
    """The next contribution due."""

    amount: str
    due: str
    contract: str


@dataclass(frozen=True, slots=True)
class ContractView:
    """One contract of the member. ``product``: sante, prevoyance, auto, habitation, rc."""

    id: str
    product: str
    product_label: str
    plan: str
    number: str


@dataclass(frozen=True, slots=True)
class MonthBarView:
    """One column of the yearly chart; starts and lengths are measured from the bottom."""

    key: str
    label: str
    letter: str
    ro: str
    rc: str
    remaining: str
    total: str
    ro_y: str = "100%"
    ro_height: str = "0%"
    rc_y: str = "100%"
    rc_height: str = "0%"
    remaining_y: str = "100%"
    remaining_height: str = "0%"

    @classmethod
    def of(
        cls,
        names: tuple[str, str, str],
        texts: tuple[str, str, str, str],
        cents: tuple[int, int, int],
        highest: int,
    ) -> "MonthBarView":
        """The column of (key, label, letter); texts are (ro, rc, remaining, total)."""
        (_, ro), (rc_start, rc), (remaining_start, remaining) = spans(cents, highest)
        return cls(
            *names,
            *texts,
            ro_y=_from_top("0%", ro),
            ro_height=ro,
            rc_y=_from_top(rc_start, rc),
            rc_height=rc,
            remaining_y=_from_top(remaining_start, remaining),
            remaining_height=remaining,
        )


@dataclass(frozen=True, slots=True)
class CategoryBarView:
    """One row of the chart by category of care."""

    code: str
    label: str
    ro: str
    rc: str
    remaining: str
    total: str
    ro_width: str = "0%"
    rc_start: str = "0%"
    rc_width: str = "0%"
    remaining_start: str = "0%"
    remaining_width: str = "0%"

    @classmethod
    def of(
        cls,
        names: tuple[str, str],
        texts: tuple[str, str, str, str],
        cents: tuple[int, int, int],
        highest: int,
    ) -> "CategoryBarView":
        """The row of (code, label); texts are (ro, rc, remaining, total)."""
        (_, ro), (rc_start, rc), (remaining_start, remaining) = spans(cents, highest)
        return cls(*names, *texts, ro, rc_start, rc, remaining_start, remaining)


def _from_top(start: str, length: str) -> str:
    return f"{100 - float(start[:-1]) - float(length[:-1]):.2f}%"


@dataclass(frozen=True, slots=True)
class RecordView:
    """One line of a list of the staff's. ``badge``: where it stands; ``href``: where it leads."""

    key: str
    title: str
    detail: str
    badge: str = ""
    tone: str = "neutral"
    href: str = ""
