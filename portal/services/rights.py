"""Who may use a service meant for members."""

from portal.domain.actors import MemberActor
from portal.domain.errors import NotAllowed


def require_member(actor: object) -> MemberActor:
    """Return ``actor`` if it is a signed-in member. Raises ``NotAllowed`` otherwise."""
    if isinstance(actor, MemberActor):
        return actor
    raise NotAllowed("Connectez-vous à votre espace pour voir ces informations.")
