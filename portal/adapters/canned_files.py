"""The replies given with the portal, from ``canned_replies.yaml``, and what can be wrong there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.adapters.flow_files import Document, Fault, FlowError, read_yaml
from portal.adapters.message_files import TeamsModel
from portal.domain.canned_replies import (
    MAX_BODY,
    MAX_TITLE,
    PLACEHOLDERS,
    CannedText,
    unknown_placeholders,
)

_FILE = "canned_replies.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReplyModel(_Model):
    """One reply. ``teams``: whose it is, when not everybody's."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, Field(min_length=3, max_length=MAX_TITLE)]
    body: Annotated[str, Field(min_length=20, max_length=MAX_BODY)]
    teams: Annotated[list[str], Field(min_length=1)] | None = None


class RepliesModel(_Model):
    """``canned_replies.yaml``."""

    replies: Annotated[list[ReplyModel], Field(min_length=1)]


def load_canned_replies(folder: Path) -> tuple[CannedText, ...]:
    """The replies in ``folder``; raises ``FlowError`` with everything that is wrong in the file."""
    document = read_yaml(folder / _FILE)
    model = document.as_model(RepliesModel)
    teams = read_yaml(folder / "teams.yaml").as_model(TeamsModel)
    faults = list(_faults(document, model, {team.id for team in teams.teams}))
    if faults:
        raise FlowError(faults)
    return tuple(
        CannedText(one.id, one.title, one.body.strip(), frozenset(one.teams or ()))
        for one in model.replies
    )


def check_canned_replies(folder: Path, _pages: frozenset[str]) -> list[Fault]:
    """What is wrong with the replies in ``folder``."""
    try:
        load_canned_replies(folder)
    except FlowError as error:
        return list(error.faults)
    return []


def _faults(document: Document, model: RepliesModel, teams: set[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, reply in enumerate(model.replies):
        place = ("replies", number)
        if reply.id in seen:
            yield document.fault(
                (*place, "id"), f"L’identifiant «\u00a0{reply.id}\u00a0» est déjà pris."
            )
        seen.add(reply.id)
        for name in unknown_placeholders(reply.body):
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            yield document.fault(
                (*place, "body"), f"«\u00a0{{{name}}}\u00a0» n’est rempli par rien ({known})."
            )
        for team in set(reply.teams or ()) - teams:
            yield document.fault(
                (*place, "teams"), f"L’équipe «\u00a0{team}\u00a0» n’est pas dans teams.yaml."
            )
