"""The page of one reimbursement line."""

import reflex as rx

from portal.bootstrap import today
from portal.domain.errors import NotFound
from portal.services.claim_detail import read_claim
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.views import claim as views
from portal.views.claim import NO_CLAIM, ClaimView, RelatedView
from portal.views.shapes import AmountExplainedView, FactView, TimelineStepView


@open_to(Access.MEMBER)
class ClaimState(rx.State):
    """One line in full."""

    loaded: bool = False
    missing: bool = False
    view: ClaimView = NO_CLAIM
    steps: list[TimelineStepView] = []
    amounts: list[AmountExplainedView] = []
    facts: list[FactView] = []
    related: list[RelatedView] = []

    @rx.event
    async def load(self) -> None:
        """Open the line that the address names."""
        self.loaded = False
        await self._read()

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed in the line, in place."""
        await self._read()

    async def _read(self) -> None:
        asked = str(self.rx_router_page.params.get("line_id", ""))
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 10 else 0
        try:
            detail = await read(read_claim, actor=the_member(), claim_id=number)
        except NotFound:
            self.missing, self.loaded = True, True
            return
        self.view = views.claim(detail, today())
        self.steps = views.steps(detail)
        self.amounts = views.amounts(detail)
        self.facts = views.facts(detail)
        self.related = views.related(detail)
        self.missing, self.loaded = False, True
