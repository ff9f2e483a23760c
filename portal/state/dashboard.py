"""The dashboard."""

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.bootstrap import portal, today
from portal.services.message_wizard import message_in_progress
from portal.services.overview import TO_DO, Block, member_overview
from portal.services.own_bookings import next_booking
from portal.services.own_conversations import unread_answers
from portal.settings import brand
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import glance, read_in_parts
from portal.views import dashboard as views
from portal.views.bookings import task as booking_task
from portal.views.claims import claim_rows
from portal.views.conversations import tasks as answer_tasks
from portal.views.message_wizard import task as message_task
from portal.views.shapes import ClaimRowView, ContractView, ContributionView, TaskView

T = TypeVar("T")

log = structlog.get_logger()


@open_to(Access.MEMBER)
class DashboardState(rx.State):
    """What to do, what was reimbursed, what is due; ``missing``: what cannot be read for now."""

    loaded: bool = False
    first_name: str = ""
    reimbursed: str = ""
    tasks: list[TaskView] = []
    claims: list[ClaimRowView] = []
    contribution: ContributionView = views.NO_CONTRIBUTION
    contracts: list[ContractView] = []
    missing: list[str] = []
    to_do_is_whole: bool = True

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

    @rx.event
    async def retry(self) -> None:
        """Try again what could not be read."""
        await self._read()

    async def _read(self) -> None:
        overview = await read_in_parts(
            member_overview, list(Block), actor=the_member(), today=today()
        )
        self.missing = [block.value for block in sorted(overview.missing)]
        self.to_do_is_whole = overview.missing.isdisjoint(TO_DO)
        self.first_name = overview.first_name
        self.reimbursed = views.reimbursed_sentence(overview)
        self.tasks = [*await self._other_tasks(), *views.tasks(overview, brand().phone_href)]
        self.claims = claim_rows(overview.latest)
        self.contribution = views.contribution(overview.next_contribution)
        self.contracts = views.contracts(overview.contracts)

    async def _other_tasks(self) -> list[TaskView]:
        """The next call or appointment, the answers not read yet, the message begun."""
        here = portal()
        zone, tree = here.settings.zone, here.flows.messages
        return [
            *await self._unless_broken(
                next_booking,
                lambda found: booking_task(found, zone, today()),
                now=here.clock.now(),
            ),
            *await self._unless_broken(unread_answers, lambda found: answer_tasks(found, zone)),
            *await self._unless_broken(
                message_in_progress, lambda found: message_task(found, tree, zone)
            ),
        ]

    async def _unless_broken(
        self, service: Callable[..., T], show: Callable[[T], list[TaskView]], **arguments: Any
    ) -> list[TaskView]:
        """Things to do; the list says that it is not whole while these cannot be read."""
        try:
            found = await glance(service, actor=the_member(), **arguments)
        except SQLAlchemyError:
            log.warning("dashboard.tasks_unreadable", service=service.__name__)
            self.to_do_is_whole = False
            return []
        return show(found)
