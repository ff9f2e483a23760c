"""The member's account, and its end."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.account_deletion import delete_account
from portal.services.profile import read_profile
from portal.state import tabs
from portal.state.access import Access, fits, open_to, passive, sensitive
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.views import profile as views
from portal.views.shapes import FactView

GOODBYE = "/compte-supprime"


@open_to(Access.MEMBER)
class ProfileState(rx.State):
    """Who the member is to the insurer, and how the account reaches them."""

    loaded: bool = False
    facts: list[FactView] = []

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        await self._read()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place."""
        await self._read()

    async def _read(self) -> None:
        self.facts = views.facts(await read(read_profile, actor=the_member()))


class DeletionForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    confirmation: Annotated[str, Field(max_length=64)]


@open_to(Access.MEMBER)
class DeletionState(rx.State):
    """Deleting the account. ``is_demo``: it cannot be."""

    loaded: bool = False
    is_demo: bool = False
    error: str = ""

    @rx.event
    @sensitive
    async def load(self) -> None:
        """Open the page, to somebody who has just proved who they are."""
        self.error = ""
        self.is_demo = (await read(read_profile, actor=the_member())).is_demo
        self.loaded = True

    @rx.event
    @sensitive
    async def delete(self, form_data: Annotated[dict[str, Any], fits(DeletionForm)]) -> Any:
        """Delete the account, and leave."""
        member = the_member()
        # Its open pages are sent to sign in: not this one, which has a goodbye to show.
        tabs.forget(self.rx_router_session.client_token)
        try:
            await write(
                delete_account,
                actor=member,
                now=portal().clock.now(),
                cipher=portal().cipher,
                typed=DeletionForm(**form_data).confirmation,
            )
        except (InvalidInput, NotAllowed) as refusal:
            self.error = refusal.sentence
            return rx.set_focus("erreurs")
        except NotFound:
            pass  # by another tab, a moment ago
        return rx.redirect(GOODBYE, replace=True)
