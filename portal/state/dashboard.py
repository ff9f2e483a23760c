"""The dashboard."""

import reflex as rx

from portal.bootstrap import today
from portal.services.overview import member_overview
from portal.settings import brand
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read
from portal.views import dashboard as views
from portal.views.claims import claim_rows
from portal.views.shapes import ClaimRowView, ContractView, ContributionView, TaskView


@open_to(Access.MEMBER)
class DashboardState(rx.State):
    """What to do, what was reimbursed, what is due."""

    loaded: bool = False
    first_name: str = ""
    reimbursed: str = ""
    tasks: list[TaskView] = []
    claims: list[ClaimRowView] = []
    contribution: ContributionView = views.NO_CONTRIBUTION
    contracts: list[ContractView] = []

    @rx.event
    async def load(self) -> None:
        """Open the dashboard."""
        await self._read()
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place."""
        await self._read()

    async def _read(self) -> None:
        overview = await read(member_overview, actor=the_member(), today=today())
        self.first_name = overview.first_name
        self.reimbursed = views.reimbursed_sentence(overview)
        self.tasks = views.tasks(overview, brand().phone_href)
        self.claims = claim_rows(overview.latest)
        self.contribution = views.contribution(overview.next_contribution)
        self.contracts = views.contracts(overview.contracts)
