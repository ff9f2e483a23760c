"""A new message as its page shows it, step by step."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from portal.domain.french import NO_BREAK, clock, long_date, weekday_date
from portal.domain.message_tree import PROFILE_LABELS, MessageTree, Profile, Way
from portal.domain.message_wizard import Step, Writing
from portal.services.message_sending import Sent
from portal.services.message_wizard import AboutClaim, InProgress
from portal.views.shapes import FactView, OptionView, TaskView


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer to the question of a step. ``chosen``: it is the present answer."""

    id: str
    label: str
    detail: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LevelView:
    """An answer given before: to which question, and the step that changes it."""

    step: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """An online service that answers the motive just chosen."""

    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class SentView:
    """What is told once the message is sent."""

    reference: str
    title: str
    promised: str
    href: str


NO_OFFER = OfferView("", "", "")
NOT_SENT = SentView("", "", "", "")


def profiles(way: Way) -> list[OptionView]:
    """As whom one may write."""
    return [
        OptionView(profile, PROFILE_LABELS[profile], profile is way.profile) for profile in Profile
    ]


def choices(step: Step, way: Way, tree: MessageTree) -> list[ChoiceView]:
    """The answers to the question of ``step``; none for the steps that ask for a text."""
    if step is Step.THEME:
        return [
            ChoiceView(theme.id, theme.label, theme.description, theme == way.theme)
            for theme in tree.themes_of(way.profile)
        ]
    if step is Step.SUBJECT and way.theme:
        return [
            ChoiceView(subject.id, subject.label, chosen=subject == way.subject)
            for subject in tree.subjects_of(way.theme, way.profile)
        ]
    if step is Step.MOTIVE and way.subject:
        return [
            ChoiceView(motive.id, motive.label, chosen=motive == way.motive)
            for motive in way.subject.motives
        ]
    return []


def levels(step: Step, way: Way) -> list[LevelView]:
    """The answers given before ``step``."""
    answered = (
        LevelView(Step.THEME, "Thème", way.theme.label if way.theme else ""),
        LevelView(Step.SUBJECT, "Sujet", way.subject.label if way.subject else ""),
        LevelView(Step.MOTIVE, "Motif", way.motive.label if way.motive else ""),
    )
    profile = LevelView(Step.THEME, "Vous écrivez comme", PROFILE_LABELS[way.profile])
    before = [level for level in answered if level.label and Step(level.step).number < step.number]
    return [profile, *before] if before and way.profile is not Profile.PERSON else before


def offer(way: Way) -> OfferView:
    """What is proposed instead of a message; empty when nothing is."""
    service = way.motive.service if way.motive else None
    return OfferView(service.title, service.text, service.href) if service else NO_OFFER


def about(claim: AboutClaim | None) -> str:
    """The reimbursement line that the message is about, or ""."""
    return f"{claim.act_label}, soins du {long_date(claim.care_date)}" if claim else ""


def begun(writing: Writing, way: Way, at: datetime | None, zone: tzinfo) -> str:
    """The draft that is there: about what, and since when; "" when there is none."""
    if at is None:
        return ""
    words = [one.label for one in (way.theme, way.motive or way.subject) if one]
    named = f"«{NO_BREAK}{' › '.join(words)}{NO_BREAK}», " if words else ""
    local = at.astimezone(zone)
    moment = f"{long_date(local.date())} à {clock(local)}"
    text = "" if writing.body.strip() else ", sans texte pour le moment"
    return f"{named}enregistré le {moment}{text}"


def task(found: InProgress | None, tree: MessageTree, zone: tzinfo) -> list[TaskView]:
    """What the dashboard says of a message begun and not sent."""
    if found is None:
        return []
    return [
        TaskView(
            id="message",
            icon="ic-info",
            title="Reprendre votre message",
            detail=_capital(begun(found.writing, found.writing.way(tree), found.changed_at, zone))
            + ".",
            action_label="Reprendre",
            href="/messagerie/nouveau",
        )
    ]


def recap(way: Way, due_at: datetime, zone: tzinfo) -> list[FactView]:
    """Who answers the message, and by when."""
    team = way.motive.team.label if way.motive else ""
    return [FactView("Qui vous répond", team), FactView("Réponse", promised(due_at, zone))]


def promised(due_at: datetime, zone: tzinfo) -> str:
    """By when we answer: ``au plus tard le mardi 24 novembre 2026``."""
    return f"au plus tard le {weekday_date(due_at.astimezone(zone).date())}"


def sent(proof: Sent, href: str, zone: tzinfo) -> SentView:
    """The confirmation."""
    return SentView(proof.reference, proof.title, promised(proof.due_at, zone), href)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
