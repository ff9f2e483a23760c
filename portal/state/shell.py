"""What every page of the member space shows around its content."""

import reflex as rx

from portal.bootstrap import portal
from portal.domain.sessions import time_left
from portal.services.members import member_names
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import acting, the_member
from portal.state.banners import BannerState
from portal.state.bell import BellState
from portal.state.bridge import read
from portal.state.conversations import MessagesBadgeState

UNREACHABLE = (
    "Le service ne répond pas pour le moment. Rien n’a été enregistré\u00a0: "
    "réessayez dans quelques instants."
)
UNEXPECTED = (
    "Une erreur inattendue s’est produite. Rien n’a été perdu\u00a0: "
    "rechargez la page, ou réessayez dans quelques instants."
)


@open_to(Access.PUBLIC)
class ShellState(rx.State):
    """What a page has to say before its content: a problem, or that one has just signed out."""

    problem: str = ""
    signed_out: bool = False

    # Whom the state of this tab was filled for, a session or a visitor's browser: the guard's.
    _owner: str = ""

    @rx.event
    def open_home(self) -> None:
        """Say so when one arrives here by signing out."""
        self.problem = ""
        self.signed_out = self.router.url.query_parameters.get("deconnexion") == "1"

    @rx.event
    def show_problem(self) -> None:
        """Say that something unexpected happened, in words."""
        self.problem = UNEXPECTED


@open_to(Access.SIGNED_IN)
class SessionState(rx.State):
    """What every signed-in page says by itself: the session's end, and what has just changed."""

    warning: str = ""
    announcement: str = ""

    @rx.event
    async def enter(self) -> None:
        """First thing on every signed-in page: nothing to say yet, but what everybody is told."""
        self.warning = ""
        self.announcement = ""
        await (await self.get_state(BannerState))._enter()

    @rx.event
    def dismiss_announcement(self) -> None:
        """Close the toast."""
        self.announcement = ""

    @rx.event
    def stay(self) -> None:
        """Go on with the session: the guard has noted the gesture by now."""
        self.warning = ""

    @rx.event
    @passive
    def check_session(self) -> None:
        """Warn when the session is about to end; sent by the server, not by the page."""
        ends_at = acting.get().session_ends_at
        if ends_at is None:
            return
        self.warning = time_left(ends_at - portal().clock.now(), settings().limits)


@open_to(Access.MEMBER)
class MemberShellState(rx.State):
    """Who is signed in."""

    member_name: str = ""
    initials: str = ""

    @rx.event
    async def enter(self) -> None:
        """Early on every member page: who is here, and how much is unread."""
        await (await self.get_state(BellState))._enter()
        await (await self.get_state(MessagesBadgeState))._enter()
        if not self.member_name:
            names = await read(member_names, actor=the_member())
            self.member_name = " ".join(names)
            self.initials = "".join(name[:1] for name in names).upper()
