"""What is known of a member as a person."""

from sqlmodel import Session

from portal.domain.actors import MemberActor
from portal.domain.errors import NotFound
from portal.models.members import Member


def member_names(*, session: Session, actor: MemberActor) -> tuple[str, str]:
    """First and last name of the signed-in member."""
    member = session.get(Member, actor.member_id)
    if member is None:
        raise NotFound("Ce compte n’est plus rattaché à un adhérent.")
    return member.first_name, member.last_name
