"""How much each one pays for a line: Assurance Maladie (RO), mutuelle (RC), and the person.

Euro cents throughout, half-up. The yearly caps and balances of one person live in a ``Ledger``.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from portal.demo.catalogue import Act, Guarantee, guarantees

YEARLY_CAP = 50_00
_DEDUCTIONS = {"P": 2_00, "F1": 1_00, "F4": 4_00}
_HEAVY_ACT = ((date(2026, 4, 1), 32_00), (date.min, 24_00))
_DAILY_CHARGE = ((date(2026, 3, 1), 23_00), (date.min, 20_00))


@dataclass(frozen=True, slots=True)
class Amounts:
    """The money of one line: ``expense == ro + rc + remaining``."""

    expense: int
    base: int
    ro: int
    rc: int
    deduction: int
    remaining: int

    def negated(self) -> "Amounts":
        """The same line taken back."""
        return Amounts(
            -self.expense, -self.base, -self.ro, -self.rc, -self.deduction, -self.remaining
        )

    def without_rc(self) -> "Amounts":
        """The same line when the mutuelle pays nothing."""
        return Amounts(
            self.expense, self.base, self.ro, 0, self.deduction, self.remaining + self.rc
        )


@dataclass
class Ledger:
    """What one person has already used in each calendar year."""

    used: Counter[tuple[int, str]] = field(default_factory=Counter)

    def take(self, year: int, name: str, wanted: int, limit: int) -> int:
        """Return how much of ``wanted`` is left under the yearly ``limit``, and use it."""
        granted = max(0, min(wanted, limit - self.used[year, name]))
        self.used[year, name] += granted
        return granted


@dataclass(frozen=True, slots=True)
class Insured:
    """What the price of a care depends on, beside the act."""

    plan: str
    birth_year: int
    long_illness: bool = False


def price(
    act: Act, quantity: int, day: date, insured: Insured, ledger: Ledger, expense: int | None = None
) -> Amounts:
    """Return the amounts of ``quantity`` acts of one ``day``; ``expense`` is the line's total."""
    expense = quantity * unit_price(act, day) if expense is None else expense
    base = expense if act.base is None else act.base * quantity
    rate = 100 if insured.long_illness and act.rate else act.rate
    gross = (min(expense, base) * rate + 50) // 100
    if act.deduction == "heavy":
        gross -= _in_force(_HEAVY_ACT, day)
    deduction = _deduction(act, quantity, gross, day, insured, ledger)
    guarantee = guarantees()[insured.plan, act.guarantee]
    take = partial(ledger.take, day.year, act.guarantee)
    ceiling = _ceiling(guarantee, take, quantity, base=base, gross=gross, expense=expense)
    rc = max(0, min(ceiling, expense - gross))
    ro = gross - deduction
    return Amounts(expense, base, ro, rc, deduction, expense - ro - rc)


def unit_price(act: Act, day: date) -> int:
    """The usual price of ``act`` on ``day``."""
    return _in_force(_DAILY_CHARGE, day) if act.code == "FJH" else act.price


def _in_force(steps: tuple[tuple[date, int], ...], day: date) -> int:
    return next(value for since, value in steps if day >= since)


def _deduction(
    act: Act, quantity: int, gross: int, day: date, insured: Insured, ledger: Ledger
) -> int:
    # Nobody who was under 18 on 1 January.
    if act.deduction not in _DEDUCTIONS or day.year - insured.birth_year <= 18:
        return 0
    wanted = min(gross, _DEDUCTIONS[act.deduction] * quantity)
    counter = "participation" if act.deduction == "P" else "franchise"
    return ledger.take(day.year, counter, wanted, YEARLY_CAP)


def _ceiling(
    guarantee: Guarantee,
    take: Callable[[int, int], int],
    quantity: int,
    *,
    base: int,
    gross: int,
    expense: int,
) -> int:
    """What the plan may pay. ``take`` uses up, of a wanted sum, what is left under a yearly one."""
    match guarantee.kind:
        case "full":
            return expense - gross
        case "percent":
            return (base * guarantee.value + 50) // 100 - gross
        case "line":
            return guarantee.value - gross
        case "year":
            return take(expense - gross, guarantee.value)
        case _:
            units = quantity
            if guarantee.yearly_units is not None:
                units = take(quantity, guarantee.yearly_units)
            return guarantee.value * units - gross
