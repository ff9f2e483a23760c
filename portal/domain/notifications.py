"""What members are told of, and by which channels."""

from enum import StrEnum


class Channel(StrEnum):
    """How something reaches somebody. ``PORTAL`` is the bell."""

    EMAIL = "email"
    SMS = "sms"
    PORTAL = "portail"


class Topic(StrEnum):
    """What a notification is about."""

    REIMBURSEMENT = "remboursement"
    DOCUMENT = "document"
    DOSSIER = "dossier"
    MESSAGE = "message"
    APPOINTMENT = "rendez_vous"
    CONTRIBUTION = "echeance"
    SECURITY = "securite"


TOPIC_LABELS: dict[Topic, str] = {
    Topic.REIMBURSEMENT: "Remboursement effectué",
    Topic.DOCUMENT: "Nouveau document",
    Topic.DOSSIER: "Avancement d’un dossier",
    Topic.MESSAGE: "Réponse à un message",
    Topic.APPOINTMENT: "Rappel de rendez-vous",
    Topic.CONTRIBUTION: "Échéance",
    Topic.SECURITY: "Sécurité",
}

CHANNEL_LABELS: dict[Channel, str] = {
    Channel.EMAIL: "E-mail",
    Channel.SMS: "SMS",
    Channel.PORTAL: "Dans l’espace",
}

# Always told, whatever was chosen and at any hour.
ALWAYS_ON = frozenset({Topic.SECURITY})

_ON_BY_DEFAULT = {
    Channel.EMAIL: frozenset(Topic),
    Channel.SMS: frozenset({Topic.APPOINTMENT}),
    Channel.PORTAL: frozenset(Topic),
}


def is_on_by_default(topic: Topic, channel: Channel) -> bool:
    """Whether somebody who chose nothing is told of ``topic`` by ``channel``."""
    return topic in _ON_BY_DEFAULT[channel]
