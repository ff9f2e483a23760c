"""What is known of a member as a person."""

from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.errors import NotFound
from portal.models.members import Member
from portal.services.rights import require_member

MEMBER_GONE = "Ce compte n’est plus rattaché à un adhérent."


def member_names(*, session: Session, actor: Actor) -> tuple[str, str]:
    """First and last name of the signed-in member.

    Raises ``NotAllowed`` for anybody else, ``NotFound`` when the member is gone.
    """
    member = session.get(Member, require_member(actor).member_id)
    if member is None:
        raise NotFound(MEMBER_GONE)
    return member.first_name, member.last_name
