"""What the portal shows of reimbursement lines. All amounts are in euro cents."""

from dataclasses import dataclass
from datetime import date

from portal.domain.claims import (
    CATEGORY_LABELS,
    STATUS_MEANINGS,
    Category,
    NextActor,
    Payee,
    Status,
    StatusMeaning,
)
from portal.domain.claims_filter import ClaimFilter


@dataclass(frozen=True, slots=True)
class ClaimTotals:
    """How many lines, and their sums."""

    count: int = 0
    expense_cents: int = 0
    ro_cents: int = 0
    rc_cents: int = 0
    remaining_cents: int = 0


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of the list. ``beneficiary``: the first name, "" when it is not known.

    ``expected_by``: when its present step should be over, ``None`` at rest.
    """

    id: int
    line_number: str
    care_date: date
    act_label: str
    category: Category
    beneficiary_rank: int | None
    beneficiary: str
    practitioner: str | None
    expense_cents: int
    ro_cents: int
    rc_cents: int
    remaining_cents: int
    payee: Payee | None
    status: Status
    status_date: date | None
    payment_date: date | None
    is_correction: bool
    expected_by: date | None
    is_late: bool

    @property
    def category_label(self) -> str:
        """The category in words."""
        return CATEGORY_LABELS[self.category]

    @property
    def meaning(self) -> StatusMeaning:
        """What the status means to the member."""
        return STATUS_MEANINGS[self.status]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One page of the lines asked for. ``wanted.page`` is the page shown, at most ``pages``."""

    rows: tuple[ClaimRow, ...]
    totals: ClaimTotals
    wanted: ClaimFilter
    pages: int

    @property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.wanted.page


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One dated step. The first is the care itself: it has no ``status`` and no ``meaning``."""

    on: date | None
    status: Status | None
    meaning: StatusMeaning | None
    is_present: bool

    @property
    def label(self) -> str:
        """The step in words."""
        return self.meaning.label if self.meaning else "Soins"


@dataclass(frozen=True, slots=True)
class RelatedClaim:
    """A line that this one corrects, or that corrects it."""

    id: int
    line_number: str
    care_date: date
    act_label: str
    expense_cents: int
    ro_cents: int
    rc_cents: int
    remaining_cents: int
    status: Status


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """Everything about one line. Quantities are hundredths.

    ``expected_by``: when the present step should be over, ``None`` at rest. ``origin``: the line
    that this one corrects; ``corrections``: those that correct it.
    """

    id: int
    line_number: str
    origin_line_number: str | None
    care_date: date
    act_code: str
    act_label: str
    category: Category
    beneficiary_rank: int | None
    beneficiary: str
    practitioner: str | None
    specialty: str | None
    quantity_hundredths: int
    expense_cents: int
    base_cents: int | None
    ro_cents: int
    rc_cents: int
    deduction_cents: int | None
    remaining_cents: int
    payee: Payee | None
    status: Status
    status_date: date | None
    payment_date: date | None
    payment_reference: str | None
    rejection_reason: str | None
    timeline: tuple[TimelineStep, ...]
    expected_by: date | None
    origin: RelatedClaim | None
    corrections: tuple[RelatedClaim, ...]

    @property
    def category_label(self) -> str:
        """The category in words."""
        return CATEGORY_LABELS[self.category]

    @property
    def meaning(self) -> StatusMeaning:
        """What the status means to the member."""
        return STATUS_MEANINGS[self.status]

    @property
    def next_actor(self) -> NextActor:
        """Who acts next."""
        return self.meaning.next_actor


@dataclass(frozen=True, slots=True)
class BeneficiaryChoice:
    """A covered person as the filter offers them."""

    rank: int
    name: str


@dataclass(frozen=True, slots=True)
class ClaimChoices:
    """What the filter's menus offer: only what would find something, years newest first."""

    years: tuple[int, ...]
    beneficiaries: tuple[BeneficiaryChoice, ...]
    categories: tuple[Category, ...]
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class YearlySummary:
    """One year of care. ``by_month`` holds all twelve months, ``by_category`` what was used."""

    year: int
    totals: ClaimTotals
    by_category: tuple[tuple[Category, ClaimTotals], ...]
    by_month: tuple[tuple[int, ClaimTotals], ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimExportRow:
    """One line as it is exported. Texts that are not known are empty."""

    care_date: date
    beneficiary: str
    act_code: str
    act_label: str
    category: Category
    practitioner: str
    specialty: str
    quantity_hundredths: int
    expense_cents: int
    base_cents: int | None
    ro_cents: int
    rc_cents: int
    deduction_cents: int | None
    remaining_cents: int
    payee: Payee | None
    status: Status
    status_date: date | None
    payment_date: date | None
    payment_reference: str
    line_number: str
    origin_line_number: str
    rejection_reason: str
