"""The open pages of this server process, and who is behind each."""

from dataclasses import dataclass

from portal.domain import audiences
from portal.domain.actors import AccountActor, MemberActor


@dataclass(slots=True)
class Tab:
    """An open page. ``session_id``: none of a visitor, whom only what concerns everybody reaches.

    ``token`` is Reflex's name for the tab; ``warned``: it was last told that the session ends.
    """

    token: str
    audiences: tuple[str, ...]
    session_id: int | None
    warned: bool = False


_tabs: dict[str, Tab] = {}


def seen(token: str, actor: AccountActor) -> None:
    """Note that a page of somebody signed in just sent an event."""
    tab = _tabs.get(token)
    if tab is None or tab.session_id != actor.session_id:
        _tabs[token] = Tab(token, _audiences_of(actor), actor.session_id)


def visited(token: str, *, arrives: bool) -> None:
    """Note that a page of somebody who is not signed in just sent an event.

    A page that was a signed-in person's stays in the list as such until something else is loaded
    in it (``arrives``): it has yet to be told to leave.
    """
    if arrives or token not in _tabs:
        _tabs[token] = Tab(token, (audiences.EVERYBODY,), None)


def forget(token: str) -> None:
    """Forget a page that closed or whose member signed out."""
    _tabs.pop(token, None)


def open_tabs() -> list[Tab]:
    """The pages open now."""
    return list(_tabs.values())


def _audiences_of(actor: AccountActor) -> tuple[str, ...]:
    own = audiences.account(actor.account_id)
    if isinstance(actor, MemberActor):
        return own, audiences.member(actor.member_id), audiences.EVERYBODY
    return own, audiences.STAFF, audiences.EVERYBODY
