"""The proof that a new message was sent."""

import reflex as rx

from portal.domain.errors import NotFound
from portal.domain.message_wizard import SENT
from portal.services.conversations import page_of
from portal.services.message_sending import read_sent
from portal.settings import settings
from portal.state.access import Access, open_to
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.views import message_wizard as views
from portal.views.files import FileView
from portal.views.files import files as file_views
from portal.views.message_wizard import NOT_SENT, SentView


@open_to(Access.MEMBER)
class MessageSentState(rx.State):
    """What was sent and received; nothing while one is writing."""

    proof: SentView = NOT_SENT
    files: list[FileView] = []

    @rx.event
    async def load(self) -> None:
        """Find what the address names; of somebody else's, nothing is shown."""
        query, zone = self.router.url.query_parameters, settings().zone
        self.proof, self.files = NOT_SENT, []
        if query.get("etape") != SENT:
            return
        reference = query.get("reference", "")[:16]
        try:
            sent = await read(read_sent, actor=the_member(), zone=zone, reference=reference)
        except NotFound:
            return
        self.proof = views.sent(sent, page_of(sent.reference), zone)
        self.files = file_views(sent.files, zone)
