"""The tables behind reimbursement lines, as the claims services select from them."""

from sqlalchemy import bindparam, func, select

from portal.models.beneficiaries import Beneficiary
from portal.models.claims import Claim

CLAIMS = Claim.__table__  # pyright: ignore[reportAttributeAccessIssue] - made by SQLModel
BENEFICIARIES = Beneficiary.__table__  # pyright: ignore[reportAttributeAccessIssue]

claim = CLAIMS.c
person = BENEFICIARIES.c

SAME_PERSON = (person.member_id == claim.member_id) & (person.rank == claim.beneficiary_rank)
CLAIMS_AND_PEOPLE = CLAIMS.outerjoin(BENEFICIARIES, SAME_PERSON)

# Those whom the contracts of ``:member`` cover: rank, first name, last name.
FAMILY = (
    select(person.rank, person.first_name, person.last_name)
    .where(person.member_id == bindparam("member"))
    .order_by(person.rank)
)

# In the order of the fields of ``ClaimTotals``.
SUMS = (
    func.count(),
    func.coalesce(func.sum(claim.expense_cents), 0),
    func.coalesce(func.sum(claim.ro_cents), 0),
    func.coalesce(func.sum(claim.rc_cents), 0),
    func.coalesce(func.sum(claim.remaining_cents), 0),
)


def name_of(first: str | None, last: str | None) -> str:
    """A beneficiary's name, "" when a line names nobody that is known."""
    return f"{first} {last}" if first or last else ""
