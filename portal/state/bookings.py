"""The member's callbacks and appointments."""

import reflex as rx

from portal.bootstrap import portal
from portal.services.own_bookings import own_bookings
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.booking_changes import BookingChanges
from portal.state.bridge import read
from portal.state.surveys import SurveyState
from portal.views import bookings as views
from portal.views.bookings import BookingView

_BOOKED = "Votre rendez-vous est réservé. Un e-mail vous le confirme."


@open_to(Access.MEMBER)
class BookingsState(BookingChanges, rx.State):
    """What is coming and what is past."""

    loaded: bool = False
    coming: list[BookingView] = []
    past: list[BookingView] = []
    # Written to the address bar in place of what led here: a reload says it no more.
    query: str = "reserve"

    @rx.event
    async def load(self) -> None:
        """Open the page; the last call that took place is asked about."""
        self.mode = self.problem = self.query = ""
        self.can_undo = False
        self.told = _BOOKED if self.router.url.query_parameters.get("reserve") else ""
        await self._show()
        await self._ask_about_the_last()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place; a choice under way is left alone."""
        await self._show()
        await self._ask_about_the_last()

    @rx.event
    @passive
    async def reload_slots(self) -> None:
        """Others took slots or gave them back: show what is left, and keep what was chosen."""
        if self.mode == "move":
            await self._offer()

    @rx.event
    @passive
    async def look_again(self) -> None:
        """Time went by: a way in may be open now."""
        await self._show()

    async def _ask_about_the_last(self) -> None:
        done = next((one.id for one in self.past if one.wants_survey), None)
        survey = await self.get_state(SurveyState)
        await survey._open(f"booking:{done}" if done else "")

    async def _show(self) -> None:
        now = portal().clock.now()
        found = await read(own_bookings, actor=the_member(), now=now, cipher=portal().cipher)
        zone, url = settings().zone, settings().video_url
        self.coming = [
            views.booking(one, now=now, zone=zone, video_url=url) for one in found.coming
        ]
        self.past = [views.booking(one, now=now, zone=zone, video_url=url) for one in found.past]
