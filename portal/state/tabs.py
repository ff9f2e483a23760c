"""The open pages of this server process, and who is behind each."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Tab:
    """An open page of a signed-in member. ``token`` is Reflex's name for the tab."""

    token: str
    member_id: int
    session_id: int
    ends_at: datetime


_tabs: dict[str, Tab] = {}


def seen(token: str, member_id: int, session_id: int, ends_at: datetime) -> None:
    """Note that a signed-in member's page just sent an event."""
    tab = _tabs.get(token)
    if tab is not None and tab.session_id == session_id:
        tab.ends_at = ends_at
    else:
        _tabs[token] = Tab(token, member_id, session_id, ends_at)


def forget(token: str) -> None:
    """Forget a page that closed or whose member signed out."""
    _tabs.pop(token, None)


def open_tabs() -> list[Tab]:
    """The pages open now."""
    return list(_tabs.values())
