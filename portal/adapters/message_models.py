"""The fields of the message tree's files: what each may hold, and how long."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.domain.french import set_spaces
from portal.domain.message_tree import Profile


def _typeset(text: str) -> str:
    """The apostrophes and no-break spaces of French, which keyboards do not have."""
    return set_spaces(text.replace("'", "’"))


_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, Field(pattern=_SLUG, max_length=40)]
Label = Annotated[str, Field(min_length=3, max_length=70), AfterValidator(_typeset)]
Sentence = Annotated[str, Field(min_length=3, max_length=240), AfterValidator(_typeset)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TeamModel(_Model):
    """One queue of the staff."""

    id: Annotated[str, Field(pattern=_SLUG, max_length=24)]
    label: Label


class ServiceModel(_Model):
    """A page of the portal that may be proposed instead of a message."""

    id: Id
    title: Label
    text: Sentence
    href: Annotated[str, Field(pattern=r"^/[^\s\\]*$", max_length=200)]


class MotiveModel(_Model):
    """``service``: proposed before the message is written; ``hint``: what to say in it."""

    id: Annotated[str, Field(pattern=_SLUG, max_length=80)]
    label: Label
    team: str
    service: str | None = None
    hint: Sentence | None = None


class SubjectModel(_Model):
    """``profiles``: whose it is, when not everybody's who sees the theme."""

    id: Annotated[str, Field(pattern=_SLUG, max_length=60)]
    label: Label
    profiles: Annotated[list[Profile], Field(min_length=1)] | None = None
    motives: Annotated[list[MotiveModel], Field(min_length=1)]


class ThemeModel(_Model):
    """One file; their names give the order in which themes are shown.

    ``for_claims``: the theme that a reimbursement's page leads to.
    """

    id: Id
    label: Annotated[str, Field(min_length=3, max_length=40), AfterValidator(_typeset)]
    description: Annotated[str, Field(min_length=3, max_length=90), AfterValidator(_typeset)]
    profiles: Annotated[list[Profile], Field(min_length=1)]
    for_claims: bool = False
    subjects: Annotated[list[SubjectModel], Field(min_length=1)]


class TeamsModel(_Model):
    """``teams.yaml``."""

    teams: Annotated[list[TeamModel], Field(min_length=1)]


class ServicesModel(_Model):
    """``online_services.yaml``."""

    services: list[ServiceModel]
