"""Whether a page of the help was of use: one opinion a browser and page, which may be changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.networks import household
from portal.domain.text import storable
from portal.models.help_opinions import HelpOpinion
from portal.services.quotas import Quota, spend
from portal.services.secrets import digest
from portal.services.turns import one_at_a_time

LONGEST_COMMENT = 500  # characters
_PER_NETWORK = Quota("help_opinion", 60, timedelta(hours=1))
_NO_COOKIE = "Votre navigateur refuse les cookies\u00a0: votre avis ne peut pas être gardé."
_SPENT = "Vous avez donné beaucoup d’avis. Réessayez dans une heure."
_TOO_LONG = (
    f"Votre commentaire est trop long\u00a0: {LONGEST_COMMENT}\u00a0caractères au plus. "
    "Raccourcissez-le."
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader said."""

    useful: bool
    comment: str = ""


def opinion_of(*, session: Session, slug: str, browser: str) -> Opinion | None:
    """What this browser said of a page, if anything; open to everybody."""
    row = _known(session, _key(slug, browser)) if browser else None
    return Opinion(row.useful, row.comment) if row else None


def give_opinion(
    *,
    session: Session,
    now: datetime,
    slug: str,
    useful: bool,
    comment: str = "",
    browser: str,
    network: str,
) -> Opinion:
    """Note what a browser says of a page, in place of what it said before; open to everybody.

    A page found useful has no comment. Raises ``InvalidInput`` for a comment that is too long,
    ``NotAllowed`` without the browser's cookie and beyond the limit of a network.
    """
    if not browser:
        raise NotAllowed(_NO_COOKIE)
    said = Opinion(useful, "" if useful else storable(comment).strip())
    if len(said.comment) > LONGEST_COMMENT:
        raise InvalidInput("comment", _TOO_LONG)
    key = _key(slug, browser)
    one_at_a_time(session, key)
    row = _known(session, key)
    if row is not None and Opinion(row.useful, row.comment) == said:
        return said
    if not spend(session, now=now, quota=_PER_NETWORK, who=household(network)):
        raise NotAllowed(_SPENT)
    row = row or HelpOpinion(key=key, slug=slug, useful=useful, at=now)
    row.useful, row.comment, row.at = said.useful, said.comment, now
    session.add(row)
    session.flush()
    return said


def _key(slug: str, browser: str) -> str:
    return f"{slug}:{digest(browser)[:32]}"


def _known(session: Session, key: str) -> HelpOpinion | None:
    return session.scalar(select(HelpOpinion).where(col(HelpOpinion.key) == key))
