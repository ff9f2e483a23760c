"""The demonstration's outbox: what would have been sent, for whoever tries the portal."""

import reflex as rx

from portal.bootstrap import portal
from portal.domain.notifications import Channel
from portal.services.outbox_review import DemoLetter, demo_letters
from portal.settings import brand, settings
from portal.state.access import Access, open_to
from portal.state.bridge import read
from portal.views.outbox import DemoLetterView, demo_letter


@open_to(Access.PUBLIC)
class DemoOutboxState(rx.State):
    """The letters kept by a demonstration; anywhere else, nothing, as of a page that is not."""

    exists: bool = False
    loaded: bool = False
    letters: list[DemoLetterView] = []

    @rx.event
    async def open(self) -> None:
        """Read the letters."""
        found = await _letters()
        self.exists = found is not None
        self.letters = [_view(letter) for letter in found or []]
        self.loaded = True


async def _letters() -> list[DemoLetter] | None:
    here = portal()
    if not settings().demo:
        return None
    # What a carrier takes away is its reader's alone.
    kept = [one for one in (Channel.EMAIL, Channel.SMS) if one not in here.carriers]
    return await read(demo_letters, cipher=here.cipher, channels=kept)


def _view(letter: DemoLetter) -> DemoLetterView:
    chosen = settings()
    return demo_letter(letter, head=brand(), public_url=chosen.public_url, zone=chosen.zone)
