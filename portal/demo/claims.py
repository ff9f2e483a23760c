"""Turns a household's story into priced lines, each with the dates of its statuses."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from portal.demo.catalogue import Act, acts
from portal.demo.families import Household
from portal.demo.practitioners import Professional, signer
from portal.demo.pricing import Amounts, Insured, Ledger, price
from portal.demo.stories import STORIES, Care
from portal.domain.claims import Payee, Status

# Kept under two years: the import warns about older care.
OLDEST_DAYS = 720
_CORRECTED_AFTER = 19
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One reimbursement line. ``steps`` are the statuses it has had, the present one last."""

    number: str
    origin: str
    member: str
    rank: int
    care_date: date
    act: Act
    label: str
    professional: Professional
    specialty: str
    quantity: int
    amounts: Amounts
    payee: Payee
    steps: tuple[tuple[Status, date], ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Dated:
    """One care of a series, on its day."""

    care: Care
    day: date


def lines_of(
    household: Household, today: date, seed: int, professionals: list[Professional]
) -> list[Line]:
    """The lines of one household, oldest first; a correction follows the line it corrects."""
    return list(_Writer(household, today, seed, professionals).lines())


class _Writer:
    """Writes one household's lines: numbers them, and keeps each person's yearly counters."""

    def __init__(
        self, household: Household, today: date, seed: int, professionals: list[Professional]
    ) -> None:
        self.household = household
        self.today = today
        self.rng = Random(f"{seed}:{household.cast.key}")
        self.professionals = professionals
        self.ledgers: defaultdict[int, Ledger] = defaultdict(Ledger)
        self.count = 0

    def lines(self) -> Iterator[Line]:
        for dated in self._calendar():
            if dated.care.wrong_price is not None:
                yield from self._corrected(dated)
            elif dated.care.retained_later:
                yield from self._retained(dated)
            else:
                yield self._line(dated)

    def _calendar(self) -> list[_Dated]:
        found: list[_Dated] = []
        for care in STORIES[self.household.cast.key]:
            for turn in range(care.times):
                ago = care.ago + turn * care.every
                if ago <= OLDEST_DAYS:
                    # The first of a series keeps its day: recent ones were chosen for their status.
                    found.append(
                        _Dated(
                            care if turn == 0 else replace(care, delays=None),
                            self._day(ago, exact=turn == 0),
                        )
                    )
        return sorted(found, key=lambda dated: dated.day)

    def _day(self, ago: int, *, exact: bool) -> date:
        day = self.today - timedelta(days=ago)
        if exact:
            return day
        return day + timedelta(days=1) if day.weekday() == _SUNDAY else day

    def _line(self, dated: _Dated) -> Line:
        care = dated.care
        act = acts()[care.code]
        amounts = self._price(act, dated, care.price)
        if care.outcome in (Status.REJECTED, Status.AWAITING_DOCUMENTS):
            amounts = amounts.without_rc()
        specialty = care.by or act.specialty
        self.count += 1
        return Line(
            number=f"L{self.household.cast.number}-{self.count:04d}",
            origin="",
            member=self.household.cast.number,
            rank=care.rank,
            care_date=dated.day,
            act=act,
            label=act.label,
            professional=signer(
                self.professionals,
                specialty,
                self.household.city,
                sector="2" if act.guarantee == "non_optam" else "1",
            ),
            specialty=specialty,
            quantity=care.quantity,
            amounts=amounts,
            payee=Payee.THIRD_PARTY if care.third_party else Payee.MEMBER,
            steps=self._steps(dated),
            reason=care.reason,
        )

    def _price(self, act: Act, dated: _Dated, expense: int | None) -> Amounts:
        care = dated.care
        person = self.household.people[care.rank - 1]
        insured = Insured(
            self.household.plan, person.born.year, self.household.long_illness and care.rank == 1
        )
        return price(act, care.quantity, dated.day, insured, self.ledgers[care.rank], expense)

    def _steps(self, dated: _Dated) -> tuple[tuple[Status, date], ...]:
        care = dated.care
        received = self.rng.randint(2, 4)
        drawn = (1, received, received + self.rng.randint(1, 2))
        days = [dated.day + timedelta(days=n) for n in (0, *(care.delays or drawn))]
        if care.outcome is Status.PAID:
            days[3] = bank_day(days[3])
        order = (Status.SENT, Status.AT_HEALTH_INSURANCE, Status.RECEIVED, care.outcome)
        return tuple(step for step in zip(order, days, strict=True) if step[1] <= self.today)

    def _corrected(self, dated: _Dated) -> Iterator[Line]:
        """The line as first sent, the same taken back, then the right one."""
        ledger = self.ledgers[dated.care.rank]
        before = ledger.used.copy()
        wrong = self._line(replace(dated, care=replace(dated.care, price=dated.care.wrong_price)))
        # What the wrong line used up is given back with it.
        ledger.used = before
        day = bank_day(wrong.steps[-1][1] + timedelta(days=_CORRECTED_AFTER))
        right = self._line(dated)
        yield wrong
        yield replace(
            right,
            origin=wrong.number,
            label=f"Annulation : {wrong.label}",
            amounts=wrong.amounts.negated(),
            steps=((Status.CORRECTED, day),),
        )
        self.count += 1
        yield replace(
            right,
            number=f"L{self.household.cast.number}-{self.count:04d}",
            origin=wrong.number,
            steps=((Status.PAID, day),),
        )

    def _retained(self, dated: _Dated) -> Iterator[Line]:
        """A third-party line paid in full, and its franchise taken from a later payment."""
        line = self._line(dated)
        kept = line.amounts.deduction
        status, day = line.steps[-1]
        if not kept or status is not Status.PAID:
            yield line
            return
        whole = replace(
            line.amounts,
            ro=line.amounts.ro + kept,
            deduction=0,
            remaining=line.amounts.remaining - kept,
        )
        yield replace(line, amounts=whole)
        later = bank_day(day + timedelta(days=12))
        if later <= self.today:
            self.count += 1
            yield replace(
                line,
                number=f"L{self.household.cast.number}-{self.count:04d}",
                origin=line.number,
                label=f"Retenue de franchise : {line.label}",
                amounts=Amounts(0, 0, -kept, 0, kept, kept),
                payee=Payee.MEMBER,
                steps=((Status.CORRECTED, later),),
            )


def bank_day(day: date) -> date:
    """``day``, or the Monday after it: no transfer leaves at the week-end."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
