"""What the page of reimbursements needs when it opens: the filter's menus and the first lines."""

from datetime import date

from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.claims_filter import ClaimFilter
from portal.domain.claims_lines import ClaimChoices, ClaimPage
from portal.services.claims import find_claims
from portal.services.claims_summary import claim_choices


def open_claims(
    *, session: Session, actor: Actor, wanted: ClaimFilter, today: date
) -> tuple[ClaimChoices, ClaimPage]:
    """Return ``claim_choices`` and ``find_claims``. Raises ``NotAllowed`` as they do."""
    choices = claim_choices(session=session, actor=actor)
    return choices, find_claims(session=session, actor=actor, wanted=wanted, today=today)
