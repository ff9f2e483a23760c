"""The open pages of this server process, and who is behind each."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tab:
    """An open page of a signed-in member.

    ``token`` is Reflex's name for the tab; ``warned``: it was last told that the session ends.
    """

    token: str
    member_id: int
    session_id: int
    warned: bool = False


_tabs: dict[str, Tab] = {}


def seen(token: str, member_id: int, session_id: int) -> None:
    """Note that a signed-in member's page just sent an event."""
    tab = _tabs.get(token)
    if tab is None or tab.session_id != session_id:
        _tabs[token] = Tab(token, member_id, session_id)


def forget(token: str) -> None:
    """Forget a page that closed or whose member signed out."""
    _tabs.pop(token, None)


def open_tabs() -> list[Tab]:
    """The pages open now."""
    return list(_tabs.values())
