"""Lines priced once for a plan and a city, to be repeated by the crowd."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.demo.catalogue import PLANS, acts
from portal.demo.claims import OLDEST_DAYS, Line, bank_day
from portal.demo.files import described
from portal.demo.people import CITIES, City
from portal.demo.practitioners import Professional, signer
from portal.demo.pricing import Insured, Ledger, price
from portal.domain.claims import Payee, Status

DAYS = OLDEST_DAYS
# A code that comes back is drawn as many times more.
_ADULT = (
    *("G", "G", "G", "PH7", "PH7", "PH7", "BIO", "BIO", "MK", "MK", "AMI1", "CS", "GYN", "ECG"),
    *("ZBQK002", "PH4", "PH2", "VAC", "VSL", "DC", "HBJD001", "OST", "MSP", "HBLD634", "MON_A"),
    *("VER_A", "AUD1", "FJH", "CHP"),
)
_CHILD = (
    *("G", "G", "G06", "PH7", "PH7", "PH4", "BIO", "DC", "OBT1", "TO90", "MON_A", "VER_A"),
    *("FPU", "OST"),
)
_THIRD_PARTY = {"PH7", "PH4", "PH2", "BIO", "VSL", "FJH", "FPU", "VAC"}
_REASON = "Cette dépense nous a déjà été présentée et remboursée."


@dataclass(frozen=True, slots=True)
class Cells:
    """The middle cells of a line, as text: when it is paid, and when it is rejected."""

    granted: str
    rejected: str


class Templates:
    """Priced lines by plan, city and age, and the dates of a line by its number of days ago.

    ``days`` gives the day of care, the status's cells, and whether the line is paid: what a paid
    line lacks is the end of its reference, which is the member's.
    """

    def __init__(self, today: date, professionals: list[Professional]) -> None:
        self._professionals = professionals
        self._cells = {
            (plan, city.name, child): [
                self._price(code, plan, city, today, child) for code in codes
            ]
            for plan in PLANS
            for city in CITIES.values()
            for child, codes in ((False, _ADULT), (True, _CHILD))
        }
        self.days = [_dates(today - timedelta(days=ago), today) for ago in range(DAYS)]

    def cells(self, plan: str, city: City, *, child: bool) -> list[Cells]:
        """The lines to draw from."""
        return self._cells[plan, city.name, child]

    def rejection(self, ago: int) -> str:
        """The status's cells of a rejected line."""
        day = date.fromisoformat(self.days[ago][0]) + timedelta(days=4)
        return f"{Status.REJECTED};{day};;;{_REASON}"

    def _price(self, code: str, plan: str, city: City, today: date, child: bool) -> Cells:
        act = acts()[code]
        insured = Insured(plan, today.year - (8 if child else 45))
        amounts = price(act, 1, today, insured, Ledger())
        line = Line(
            number="",
            origin="",
            member="",
            rank=1,
            care_date=today,
            act=act,
            label=act.label,
            professional=signer(self._professionals, act.specialty, city, sector="1"),
            specialty=act.specialty,
            quantity=1,
            amounts=amounts,
            payee=Payee.THIRD_PARTY if code in _THIRD_PARTY else Payee.MEMBER,
            steps=(),
        )
        return Cells(_text(line), _text(line, rejected=True))


def _text(line: Line, *, rejected: bool = False) -> str:
    if rejected:
        line = replace(line, amounts=line.amounts.without_rc())
    return ";".join(described(line))


def _dates(day: date, today: date) -> tuple[str, str, bool]:
    paid_on = bank_day(day + timedelta(days=4))
    if paid_on <= today:
        return f"{day}", f"{Status.PAID};{paid_on};{paid_on};VIR{paid_on:%y%m%d}", True
    steps = ((Status.SENT, 0), (Status.AT_HEALTH_INSURANCE, 1), (Status.RECEIVED, 2))
    status, after = steps[min((today - day).days, 2)]
    return f"{day}", f"{status};{day + timedelta(days=after)};;;", False
