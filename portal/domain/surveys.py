"""The short questions that follow an answer or a call: what they are about, and their words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_COMMENT = 500
CHANGEABLE_FOR = timedelta(days=1)

SCORES: dict[int, str] = {
    1: "Pas du tout",
    2: "Plutôt pas",
    3: "Moyennement",
    4: "Plutôt oui",
    5: "Tout à fait",
}


class SurveyKind(StrEnum):
    """What a survey follows."""

    CONVERSATION = "conversation"
    BOOKING = "booking"


@dataclass(frozen=True, slots=True)
class About:
    """One conversation or one booking, written ``conversation:12``."""

    kind: SurveyKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def read_about(text: str) -> About | None:
    """What ``conversation:12`` or ``booking:5`` names; nothing when it is neither."""
    kind, _, number = text.partition(":")
    fits = number.isascii() and number.isdecimal() and len(number) <= 9
    if kind not in set(SurveyKind) or not fits:
        return None
    return About(SurveyKind(kind), int(number))


def is_changeable(answered_at: datetime, now: datetime) -> bool:
    """Whether an answer may still be corrected: for one day, then it counts as it is."""
    return now - answered_at < CHANGEABLE_FOR
