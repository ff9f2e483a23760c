"""What follows a report that somebody else signed in."""

import re

import reflex as rx

from portal.state.access import Access, open_to


@open_to(Access.PUBLIC)
class ReportedState(rx.State):
    """The reference that the address names, when it looks like one."""

    reference: str = ""

    @rx.event
    def open(self) -> None:
        """Read the reference."""
        given = self.router.url.query_parameters.get("reference", "")
        self.reference = given if re.fullmatch(r"R-[0-9A-Z]{6}", given, re.ASCII) else ""
