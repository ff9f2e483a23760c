"""Notification preferences, as text."""

from dataclasses import dataclass

from portal.domain.notifications import ALWAYS_ON, TOPIC_LABELS, Channel, Topic
from portal.domain.quiet_hours import USUAL, Quiet, clock_text, hour_text
from portal.services.notification_choices import Preferences

_HINTS: dict[Topic, str] = {
    Topic.REIMBURSEMENT: "Un de vos soins vient d’être remboursé.",
    Topic.DOCUMENT: "Une attestation ou un relevé vous attend.",
    Topic.DOSSIER: "Une de vos demandes avance, ou il y manque une pièce.",
    Topic.MESSAGE: "Un conseiller vous a répondu.",
    Topic.APPOINTMENT: "La veille d’un rendez-vous ou d’un appel prévu.",
    Topic.CONTRIBUTION: "Une cotisation va être prélevée.",
}

_BY: dict[Channel, str] = {
    Channel.EMAIL: "par e-mail",
    Channel.SMS: "par SMS",
    Channel.PORTAL: "dans l’espace",
}


@dataclass(frozen=True, slots=True)
class TopicView:
    """One topic, and whether it comes by each channel."""

    topic: str
    label: str
    hint: str
    email: bool
    sms: bool
    portal: bool


def topics(preferences: Preferences) -> list[TopicView]:
    """What may be chosen: every topic but security."""
    return [
        TopicView(
            topic=topic,
            label=TOPIC_LABELS[topic],
            hint=_HINTS[topic],
            email=preferences.wanted[topic, Channel.EMAIL],
            sms=preferences.wanted[topic, Channel.SMS],
            portal=preferences.wanted[topic, Channel.PORTAL],
        )
        for topic in Topic
        if topic not in ALWAYS_ON
    ]


def saved(topic: str, channel: str, wanted: bool) -> str:
    """That a choice is kept, in words."""
    verb = "vous serez prévenu" if wanted else "vous ne serez plus prévenu"
    return f"Enregistré. {TOPIC_LABELS[Topic(topic)]}\u00a0: {verb} {_BY[Channel(channel)]}."


def quiet_sentence(quiet: Quiet | None) -> str:
    """Whether one is left alone, and when."""
    if quiet is None:
        return ""
    return f"Actives de {hour_text(quiet.starts)} à {hour_text(quiet.ends)}."


def quiet_fields(quiet: Quiet | None) -> tuple[str, str]:
    """What the two fields begin with."""
    shown = quiet or USUAL
    return clock_text(shown.starts), clock_text(shown.ends)
