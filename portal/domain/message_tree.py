"""What members write about: themes, subjects, motives, and who answers them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Profile(StrEnum):
    """As whom somebody writes; each sees their own themes."""

    PERSON = "particulier"
    FARMER = "exploitant"
    EMPLOYER = "employeur"


PROFILE_LABELS = {
    Profile.PERSON: "Particulier",
    Profile.FARMER: "Exploitant agricole",
    Profile.EMPLOYER: "Employeur",
}


@dataclass(frozen=True, slots=True)
class Team:
    """A queue of the staff."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class OnlineService:
    """A page of the portal that answers a motive at once. ``text``: what it does, for whom."""

    id: str
    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Motive:
    """Why somebody writes. ``label`` makes sense alone: it is the title of the conversation.

    ``hint``: what to say in the message so that it can be answered at once.
    """

    id: str
    label: str
    team: Team
    service: OnlineService | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Some motives of a theme, for some profiles."""

    id: str
    label: str
    profiles: frozenset[Profile]
    motives: tuple[Motive, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Some subjects, for some profiles. ``for_claims``: a reimbursement's page leads here."""

    id: str
    label: str
    description: str
    profiles: frozenset[Profile]
    subjects: tuple[Subject, ...]
    for_claims: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the tree, as far as it goes: what is not chosen yet is ``None``."""

    profile: Profile
    theme: Theme | None = None
    subject: Subject | None = None
    motive: Motive | None = None


@dataclass(frozen=True)
class MessageTree:
    """All themes, in the order in which they are shown. Identifiers are unique in the tree."""

    themes: tuple[Theme, ...]
    teams: tuple[Team, ...]
    services: tuple[OnlineService, ...]

    def themes_of(self, profile: Profile) -> tuple[Theme, ...]:
        """What somebody may write about."""
        return tuple(theme for theme in self.themes if profile in theme.profiles)

    def subjects_of(self, theme: Theme, profile: Profile) -> tuple[Subject, ...]:
        """What is in a theme, for somebody."""
        return tuple(subject for subject in theme.subjects if profile in subject.profiles)

    def way(self, profile: str, theme: str = "", subject: str = "", motive: str = "") -> Way:
        """The way that identifiers of any origin name, up to the first that leads nowhere."""
        who = Profile(profile) if profile in set(Profile) else Profile.PERSON
        at = next((one for one in self.themes_of(who) if one.id == theme), None)
        if at is None:
            return Way(who)
        under = next((one for one in self.subjects_of(at, who) if one.id == subject), None)
        if under is None:
            return Way(who, at)
        why = next((one for one in under.motives if one.id == motive), None)
        return Way(who, at, under, why)

    def way_to(self, motive: str, profile: str = Profile.PERSON) -> Way | None:
        """The way to a motive, for this profile if it is theirs, or else for whose it is."""
        found = self._by_motive.get(motive)
        if found is None:
            return None
        theme, subject, why = found
        preferred = [one for one in Profile if one == profile]
        who = next(one for one in (*preferred, *Profile) if one in subject.profiles)
        return Way(who, theme, subject, why)

    def ways(self) -> Iterator[tuple[Theme, Subject, Motive]]:
        """Every motive with what leads to it."""
        for theme in self.themes:
            for subject in theme.subjects:
                for motive in subject.motives:
                    yield theme, subject, motive

    def way_to_claims(self) -> Way:
        """The way to what one writes about a reimbursement."""
        theme = next((theme for theme in self.themes if theme.for_claims), None)
        if theme is None:
            return Way(Profile.PERSON)
        return Way(next(one for one in Profile if one in theme.profiles), theme)

    def team(self, team_id: str) -> Team | None:
        """The team of this identifier."""
        return next((team for team in self.teams if team.id == team_id), None)

    @cached_property
    def _by_motive(self) -> dict[str, tuple[Theme, Subject, Motive]]:
        return {way[2].id: way for way in self.ways()}
