"""The steps of a new message, and which of them can be shown."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from portal.domain.message_tree import MessageTree, Profile, Way

PLACE = "new"  # of its draft
_LONGEST_ID = 80


class Step(StrEnum):
    """One question each. Values are those of the address."""

    THEME = "theme"
    SUBJECT = "sujet"
    MOTIVE = "motif"
    MESSAGE = "message"
    RECAP = "recapitulatif"

    @property
    def number(self) -> int:
        """From 1."""
        return list(Step).index(self) + 1

    @property
    def next(self) -> "Step":
        """The one after it; the last is its own."""
        return list(Step)[min(self.number, len(Step) - 1)]


STEPS = len(Step)
SENT = "envoye"  # what the address says once it is sent


class Outcome(StrEnum):
    """What became of an online service that was proposed."""

    UNDECIDED = ""
    USED = "used"
    WRITTEN = "written"
    CHANGED = "changed"


def next_question(way: Way) -> Step:
    """What is to be answered next."""
    if way.theme is None:
        return Step.THEME
    if way.subject is None:
        return Step.SUBJECT
    return Step.MOTIVE if way.motive is None else Step.MESSAGE


def shown_step(asked: str, way: Way, *, can_be_sent: bool) -> Step:
    """The step to show when the address says ``asked``: no further than the answers go."""
    furthest = next_question(way)
    if asked not in set(Step):
        return furthest
    if asked == Step.RECAP and furthest is Step.MESSAGE and can_be_sent:
        return Step.RECAP
    return min(Step(asked), furthest, key=lambda step: step.number)


@dataclass(frozen=True, slots=True)
class Writing:
    """A message as somebody is writing it. ``stamp`` names it: it is sent once.

    Choices are identifiers of the tree, or "" where nothing is chosen.
    """

    stamp: str
    profile: str = Profile.PERSON
    theme: str = ""
    subject: str = ""
    motive: str = ""
    claim_id: int = 0
    body: str = ""

    @property
    def choices(self) -> dict[str, Any]:
        """What its draft keeps besides the text."""
        return {
            "profile": self.profile[:_LONGEST_ID],
            "theme": self.theme[:_LONGEST_ID],
            "subject": self.subject[:_LONGEST_ID],
            "motive": self.motive[:_LONGEST_ID],
            "claim": self.claim_id,
        }

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to come back to."""
        return bool(self.theme or self.body.strip())

    def way(self, tree: MessageTree) -> Way:
        """Its choices, as far as the tree still has them."""
        return tree.way(self.profile, self.theme, self.subject, self.motive)

    def answering(self, step: Step, choice: str) -> "Writing":
        """With ``choice`` as the answer to ``step``; another than before empties what follows."""
        if step is Step.THEME and choice != self.theme:
            return replace(self, theme=choice, subject="", motive="")
        if step is Step.SUBJECT and choice != self.subject:
            return replace(self, subject=choice, motive="")
        return replace(self, motive=choice) if step is Step.MOTIVE else self
