"""What every page of the staff shows around its content, and their home."""

import reflex as rx

from portal.bootstrap import portal, today
from portal.domain.actors import Role
from portal.services.desk_home import desk_home
from portal.services.staff import staff_identity
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_account, the_staff
from portal.state.bridge import read
from portal.views import desk as views
from portal.views.desk import CountView, QueueRowView

_ROLES = {
    Role.AGENT: "Chargé d’assistance",
    Role.MANAGER: "Gestionnaire",
    Role.ADMINISTRATOR: "Administrateur",
}


@open_to(Access.STAFF)
class StaffShellState(rx.State):
    """Who of the staff is signed in."""

    staff_name: str = ""
    initials: str = ""
    role: str = ""
    rank: int = 0

    @rx.event
    async def enter(self) -> None:
        """Early on every page of the staff: who is here."""
        if not self.staff_name:
            name, role = await read(staff_identity, actor=the_account())
            self.staff_name, self.role = name, _ROLES[role]
            self.rank = list(Role).index(role)
            self.initials = "".join(word[0] for word in name.split()[:2]).upper()


@open_to(Access.STAFF)
class StaffHomeState(rx.State):
    """What waits."""

    loaded: bool = False
    counts: list[CountView] = []
    urgent: list[QueueRowView] = []

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        await self._count()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something came in, or was dealt with."""
        await self._count()

    async def _count(self) -> None:
        home = await read(
            desk_home,
            actor=the_staff(),
            now=portal().clock.now(),
            today=today(),
            zone=settings().zone,
        )
        self.counts = views.counts(home.messages, home.calls, home.letters)
        self.urgent = views.rows(
            home.urgent,
            actor_id=the_staff().account_id,
            teams=portal().flows.messages.teams,
            now=portal().clock.now(),
            zone=settings().zone,
        )
