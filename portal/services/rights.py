"""Who may use a service."""

from portal.domain.actors import AccountActor, MemberActor, Operator, Role, StaffActor
from portal.domain.errors import NotAllowed


def require_member(actor: object) -> MemberActor:
    """Return ``actor`` if it is a signed-in member. Raises ``NotAllowed`` otherwise."""
    if isinstance(actor, MemberActor):
        return actor
    raise NotAllowed("Connectez-vous à votre espace pour voir ces informations.")


def require_account(actor: object) -> AccountActor:
    """Return ``actor`` if somebody is signed in. Raises ``NotAllowed`` otherwise."""
    if isinstance(actor, MemberActor | StaffActor):
        return actor
    raise NotAllowed("Connectez-vous pour continuer.")


def require_staff(actor: object, role: Role = Role.AGENT) -> StaffActor:
    """Return ``actor`` if it is one of the staff with at least this role, or ``NotAllowed``."""
    if isinstance(actor, StaffActor) and actor.role.includes(role):
        return actor
    raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page.")


def require_operator(actor: object) -> Operator:
    """Return ``actor`` if it is an operator. Raises ``NotAllowed`` otherwise."""
    if isinstance(actor, Operator):
        return actor
    raise NotAllowed("Cette action est réservée aux exploitants.")
