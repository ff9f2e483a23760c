"""E-mails and SMS that did not leave, and sending them again."""

from typing import Annotated, Literal

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.french import plural
from portal.services.outbox_review import (
    LISTED,
    count_outbox,
    list_outbox,
    send_again,
    send_all_again,
)
from portal.settings import settings
from portal.state.access import Access, open_to
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import staff_outbox as views
from portal.views.shapes import OptionView, RecordView

ListName = Literal["dead", "waiting", "sent"]
MessageId = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")]


@open_to(Access.STAFF)
class StaffOutboxState(rx.State):
    """One list at a time: what failed first. ``can_retry``: what is shown can be sent again."""

    loaded: bool = False
    chosen: str = "dead"
    tabs: list[OptionView] = []
    rows: list[RecordView] = []
    has_failed: bool = False
    is_cut: bool = False
    can_retry: bool = False
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self.problem = ""
        await self._read()
        self.loaded = True

    @rx.event
    async def choose(self, status: ListName) -> None:
        """Show another list."""
        self.chosen, self.problem = status, ""
        await self._read()

    @rx.event
    async def retry(self, message_id: MessageId) -> None:
        """Try one again now."""
        self.problem = ""
        try:
            await write(
                send_again,
                actor=the_account(),
                cipher=portal().cipher,
                now=portal().clock.now(),
                message_id=int(message_id),
            )
        except (NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
        else:
            await self._tell("Le message repart dans quelques secondes.")
        await self._read()

    @rx.event
    async def retry_all(self) -> None:
        """Try again all that failed."""
        self.problem = ""
        count = await write(send_all_again, actor=the_account(), now=portal().clock.now())
        await self._tell(f"{plural(count, 'message repart', 'messages repartent')}.")
        await self._read()

    async def _tell(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    async def _read(self) -> None:
        who = the_account()
        counts = await read(count_outbox, actor=who)
        lines = await read(list_outbox, actor=who, cipher=portal().cipher, status=self.chosen)
        self.tabs = views.tabs(counts, self.chosen)
        self.rows = views.rows(lines, portal().clock.now(), settings().zone)
        self.has_failed = counts.get("dead", 0) > 0
        self.can_retry = self.chosen != "sent"
        self.is_cut = len(lines) >= LISTED
