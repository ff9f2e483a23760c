"""The open pages of this server process, and who is behind each."""

from dataclasses import dataclass

from portal.domain import audiences
from portal.domain.actors import AccountActor, MemberActor


@dataclass(slots=True)
class Tab:
    """An open page of somebody signed in.

    ``token`` is Reflex's name for the tab; ``warned``: it was last told that the session ends.
    """

    token: str
    audiences: tuple[str, ...]
    session_id: int
    warned: bool = False


_tabs: dict[str, Tab] = {}


def seen(token: str, actor: AccountActor) -> None:
    """Note that a page of somebody signed in just sent an event."""
    tab = _tabs.get(token)
    if tab is None or tab.session_id != actor.session_id:
        _tabs[token] = Tab(token, _audiences_of(actor), actor.session_id)


def forget(token: str) -> None:
    """Forget a page that closed or whose member signed out."""
    _tabs.pop(token, None)


def open_tabs() -> list[Tab]:
    """The pages open now."""
    return list(_tabs.values())


def _audiences_of(actor: AccountActor) -> tuple[str, ...]:
    own = audiences.account(actor.account_id)
    if isinstance(actor, MemberActor):
        return own, audiences.member(actor.member_id)
    return own, audiences.STAFF
