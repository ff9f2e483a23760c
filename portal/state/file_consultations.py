"""When the staff opened the member's own file, and why."""

import reflex as rx

from portal.bootstrap import portal
from portal.services.member_files import openings_of_own_file
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.views import member_files as views
from portal.views.shapes import RecordView


@open_to(Access.MEMBER)
class FileConsultationsState(rx.State):
    """Dates and reasons over a year; never the name of who looked."""

    rows: list[RecordView] = []

    @rx.event
    @passive
    async def load(self) -> None:
        """Show them, also when one is added."""
        found = await read(openings_of_own_file, actor=the_member(), now=portal().clock.now())
        self.rows = views.own_openings(found, settings().zone)
