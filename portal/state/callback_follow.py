"""The callback of somebody without an account, by the link of its e-mail."""

from typing import Any

import reflex as rx

from portal.bootstrap import portal
from portal.domain.errors import LinkRefused
from portal.services.booking_changes import Handle
from portal.services.own_bookings import booking_of_link
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.booking_changes import BookingChanges
from portal.state.bridge import read
from portal.views import bookings as views
from portal.views.bookings import NO_BOOKING, BookingView

_LONGEST_TOKEN = 100
_OPEN_THE_LINK = "Ouvrez cette page par le lien de votre e-mail de confirmation."


@open_to(Access.PUBLIC)
class CallbackFollowState(BookingChanges, rx.State):
    """What the link shows; ``refused``: why it shows nothing."""

    loaded: bool = False
    refused: str = ""
    booking: BookingView = NO_BOOKING
    # Written to the address bar in place of the token, which leaves it as soon as it is read.
    query: str = "jeton"

    # It does not leave the server; the guard empties the state for another browser.
    _token: str = ""

    @rx.event
    async def open(self) -> None:
        """Look at the link, and take its token out of the address; a reload finds it here."""
        given = self.router.url.query_parameters.get("jeton", "")[:_LONGEST_TOKEN]
        self._token = given or self._token
        self.query = self.mode = self.told = self.problem = ""
        await self._show()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> Any:
        """Slots were taken or given back."""
        if self.mode == "move":
            await self._offer()

    def _ask_to_confirm(self) -> Any:
        return rx.set_focus("annuler-titre")

    def _handle(self) -> Handle:
        return Handle(token=self._token)

    async def _show(self) -> None:
        now = portal().clock.now()
        self.refused = ""
        try:
            found = await read(booking_of_link, now=now, cipher=portal().cipher, token=self._token)
        except LinkRefused as refusal:
            self.refused = refusal.sentence if self._token else _OPEN_THE_LINK
            self.booking = NO_BOOKING
            return
        self.booking = views.booking(found, now=now, zone=settings().zone, video_url="")
