"""What every page of the staff shows around its content: who is signed in, with which role."""

import reflex as rx

from portal.domain.actors import Role
from portal.services.staff import staff_identity
from portal.state.access import Access, open_to
from portal.state.acting import the_account
from portal.state.bridge import read

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

    @rx.event
    async def enter(self) -> None:
        """Early on every page of the staff: who is here."""
        if not self.staff_name:
            name, role = await read(staff_identity, actor=the_account())
            self.staff_name, self.role = name, _ROLES[role]
            self.initials = "".join(word[0] for word in name.split()[:2]).upper()
