"""One reimbursement line, explained to its member."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Row
from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.claims import STATUS_MEANINGS, Category, Payee, Status
from portal.domain.claims_lines import ClaimDetail, RelatedClaim, TimelineStep
from portal.domain.claims_promise import expected_by
from portal.domain.errors import NotFound
from portal.models.claims import ClaimStatusChange
from portal.services.claims_columns import CLAIMS_AND_PEOPLE, claim, name_of, person
from portal.services.rights import require_member

_LARGEST_ID = 2**31 - 1
_NOT_FOUND = (
    "Nous ne trouvons pas ce remboursement. Retournez à la liste de vos remboursements pour "
    "retrouver la ligne que vous cherchez."
)

_change = ClaimStatusChange.__table__.c  # pyright: ignore[reportAttributeAccessIssue]

_LINE = (
    select(
        claim.id,
        claim.line_number,
        claim.origin_line_number,
        claim.care_date,
        claim.act_code,
        claim.act_label,
        claim.category,
        claim.beneficiary_rank,
        person.first_name,
        person.last_name,
        claim.practitioner,
        claim.specialty,
        claim.quantity_hundredths,
        claim.expense_cents,
        claim.base_cents,
        claim.ro_cents,
        claim.rc_cents,
        claim.deduction_cents,
        claim.remaining_cents,
        claim.payee,
        claim.status,
        claim.status_date,
        claim.payment_date,
        claim.payment_reference,
        claim.rejection_reason,
    )
    .select_from(CLAIMS_AND_PEOPLE)
    .where(claim.id == bindparam("id"), claim.member_id == bindparam("member"))
)

_CHANGES = (
    select(_change.status, _change.status_date)
    .where(_change.claim_id == bindparam("id"))
    .order_by(_change.id)
)

_RELATED = (
    select(
        claim.id,
        claim.line_number,
        claim.care_date,
        claim.act_label,
        claim.expense_cents,
        claim.ro_cents,
        claim.rc_cents,
        claim.remaining_cents,
        claim.status,
    )
    .where(
        claim.member_id == bindparam("member"),
        claim.id != bindparam("id"),
        or_(
            claim.line_number == bindparam("origin"),
            claim.origin_line_number == bindparam("number"),
        ),
    )
    .order_by(claim.care_date, claim.id)
)


def read_claim(*, session: Session, actor: Actor, claim_id: int) -> ClaimDetail:
    """Return one line of the signed-in member.

    Raises ``NotFound`` when it does not exist or is another member's, in the same words;
    ``NotAllowed`` unless a member is signed in.
    """
    member_id = require_member(actor).member_id
    if type(claim_id) is not int or not 0 < claim_id <= _LARGEST_ID:
        raise NotFound(_NOT_FOUND)
    line = session.execute(_LINE, {"id": claim_id, "member": member_id}).one_or_none()
    if line is None:
        raise NotFound(_NOT_FOUND)
    changes = session.execute(_CHANGES, {"id": claim_id}).all()
    wanted = {
        "id": claim_id,
        "member": member_id,
        "origin": line.origin_line_number,
        "number": line.line_number,
    }
    related = [
        RelatedClaim(*row[:-1], status=Status(row[-1])) for row in session.execute(_RELATED, wanted)
    ]
    return _detail(line, _timeline(line, changes), related)


def _timeline(line: Row[Any], changes: Any) -> tuple[TimelineStep, ...]:
    """The care, the statuses left, the present one. A step without a date keeps its place."""
    dated: list[tuple[date, str, date | None]] = []
    for code, on in changes:
        previous = dated[-1][0] if dated else line.care_date
        dated.append((on or previous, code, on))
    dated.sort(key=lambda step: step[0])
    left = (_step(code, on, is_present=False) for _, code, on in dated)
    present = _step(line.status, line.status_date, is_present=True)
    return (TimelineStep(line.care_date, None, None, False), *left, present)


def _step(code: str, on: date | None, *, is_present: bool) -> TimelineStep:
    status = Status(code)
    return TimelineStep(on, status, STATUS_MEANINGS[status], is_present)


def _detail(
    line: Row[Any], timeline: tuple[TimelineStep, ...], related: list[RelatedClaim]
) -> ClaimDetail:
    fields = dict(line._mapping)  # the public name of this view has an underscore
    status = fields["status"] = Status(line.status)
    fields["payee"] = Payee(line.payee) if line.payee else None
    fields["category"] = Category(line.category)
    fields["beneficiary"] = name_of(fields.pop("first_name"), fields.pop("last_name"))
    since = line.status_date or line.payment_date or line.care_date
    origin = [other for other in related if other.line_number == line.origin_line_number]
    return ClaimDetail(
        **fields,
        timeline=timeline,
        expected_by=expected_by(status, since),
        origin=origin[0] if origin else None,
        corrections=tuple(other for other in related if other not in origin),
    )
