"""The staff's queue of messages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.actors import StaffActor
from portal.domain.conversations import Status
from portal.domain.desk import (
    MAX_TEXT,
    PAGE_SIZE,
    Cursor,
    QueueFilter,
    Whose,
    read_query,
    status_code,
    status_of,
    write_query,
)
from portal.domain.errors import InvalidInput
from portal.domain.message_tree import Team
from portal.domain.text import tidy
from portal.services.desk import QueueLine, find_queue, refresh_queue
from portal.services.desk_acts import take, transfer
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_staff
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import desk as views
from portal.views.desk import QueueRowView
from portal.views.shapes import ActiveFilterView, OptionView, PageView

Code = Annotated[str, Field(max_length=24)]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
SearchText = Annotated[str, Field(max_length=MAX_TEXT)]


@open_to(Access.STAFF)
class DeskState(rx.State):
    """A page of the queue, its filters, and the rows that are ticked.

    ``fresh``: what has come in since, to be shown when asked for; ``version`` changes when the
    ticks have to be drawn anew.
    """

    loaded: bool = False
    rows: list[QueueRowView] = []
    page: PageView = PageView("", "", False, False)
    fresh: str = ""
    query: str = ""
    search: str = ""
    team: str = ""
    whose: str = ""
    status: str = ""
    late: bool = False
    teams: list[OptionView] = []
    targets: list[OptionView] = []
    active: list[ActiveFilterView] = []
    selected: str = ""
    target: str = ""
    version: int = 0

    _wanted: QueueFilter = QueueFilter()
    _previous: Cursor | None = None
    _next: Cursor | None = None
    _selected: tuple[int, ...] = ()

    @rx.event
    async def load(self) -> None:
        """Open the queue as its address says."""
        self.teams = views.team_options(_teams())
        self.targets = views.target_options(_teams())
        await self._find(read_query(self.router.url.query_parameters))
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed in the rows, where they are; what is new waits until it is asked for.

        A row never moves under the finger that is about to press it.
        """
        await self._refresh()

    @rx.event
    async def refresh(self) -> Any:
        """Show what has come in."""
        await self._find(self._wanted)
        return rx.set_focus("file")

    async def _refresh(self) -> None:
        found = await read(
            refresh_queue,
            actor=the_staff(),
            now=portal().clock.now(),
            wanted=self._wanted,
            shown=[row.id for row in self.rows],
        )
        label = views.result_label(found.count, self._wanted)
        self._change(
            rows=_rows(found.lines, the_staff()),
            fresh=views.fresh_label(found.fresh),
            page=replace(self.page, result_label=label),
        )

    @rx.event(supersedes=True)
    async def set_search(self, text: SearchText) -> None:
        """Look for a reference, a number or a name, as it is typed."""
        self.search = text
        await self._narrow(text=tidy(text))

    @rx.event
    async def set_team(self, code: Code) -> None:
        """One team's queue, or everybody's."""
        await self._narrow(team=code if code in {team.id for team in _teams()} else "")

    @rx.event
    async def set_whose(self, code: Code) -> None:
        """One's own, nobody's, or everybody's."""
        await self._narrow(whose=Whose(code) if code in set(Whose) else Whose.ALL)

    @rx.event
    async def set_status(self, code: Code) -> None:
        """What waits, what was answered, or what is closed."""
        await self._narrow(status=status_of(code))

    @rx.event
    async def toggle_late(self) -> None:
        """Only what is late, or all."""
        await self._narrow(late=not self._wanted.late, status=Status.WAITING)

    @rx.event
    async def remove_filter(self, key: Code) -> None:
        """Take one filter away."""
        if key in _DEFAULTS:
            await self._narrow(**{key: _DEFAULTS[key]})

    @rx.event
    async def clear_filters(self) -> None:
        """Back to the whole queue."""
        await self._find(QueueFilter())

    @rx.event
    async def previous_page(self) -> None:
        """What is due before."""
        await self._find(replace(self._wanted, at=self._previous))

    @rx.event
    async def next_page(self) -> None:
        """What is due after."""
        await self._find(replace(self._wanted, at=self._next))

    @rx.event
    async def take_one(self, conversation_id: Id) -> None:
        """Take care of one conversation."""
        await self._take([conversation_id])

    @rx.event
    def select(self, conversation_id: Id, wanted: bool) -> None:
        """Tick a row, or not."""
        others = tuple(one for one in self._selected if one != conversation_id)
        self._set_selected((*others, conversation_id)[-PAGE_SIZE:] if wanted else others)

    @rx.event
    def clear_selection(self) -> None:
        """Untick all rows."""
        self._unselect()

    @rx.event
    async def take_selected(self) -> None:
        """Take care of those that are ticked."""
        if self._selected:
            await self._take(self._selected)

    @rx.event
    def choose_target(self, code: Code) -> None:
        """Which team would get those that are ticked."""
        self.target = code

    @rx.event
    async def move_selected(self) -> None:
        """Hand those that are ticked to the team chosen."""
        team = self.target
        if not self._selected or not team:
            return
        tree = portal().flows.messages
        try:
            count = await write(
                transfer,
                actor=the_staff(),
                now=portal().clock.now(),
                ids=self._selected,
                team=team,
                knows=lambda one: tree.team(one) is not None,
            )
        except InvalidInput as refusal:
            await self._say(refusal.sentence)
            return
        await self._acted(views.moved_sentence(count, self._label_of(team)))

    async def _take(self, ids: Sequence[int]) -> None:
        taken = await write(take, actor=the_staff(), now=portal().clock.now(), ids=ids)
        await self._acted(views.taken_sentence(taken.count, taken.others))

    async def _acted(self, sentence: str) -> None:
        self._unselect()
        await self._refresh()
        await self._say(sentence)

    async def _say(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    def _label_of(self, team_id: str) -> str:
        team = portal().flows.messages.team(team_id)
        return team.label if team else ""

    async def _narrow(self, **changes: Any) -> None:
        await self._find(self._wanted.narrowed(**changes))

    async def _find(self, wanted: QueueFilter) -> None:
        page = await read(find_queue, actor=the_staff(), now=portal().clock.now(), wanted=wanted)
        self._wanted, self._previous, self._next = wanted, page.previous, page.next
        self._set_selected(())
        self._change(
            rows=_rows(page.lines, the_staff()),
            page=views.page_of(page),
            fresh="",
            query=write_query(wanted),
            search=self.search if tidy(self.search) == wanted.text else wanted.text,
            team=wanted.team,
            whose=wanted.whose.value,
            status=status_code(wanted.status),
            late=wanted.late,
            active=views.active_filters(wanted, _teams()),
        )

    def _unselect(self) -> None:
        self._set_selected(())
        self.target = ""
        self.version += 1

    def _set_selected(self, ids: tuple[int, ...]) -> None:
        self._selected = ids
        self._change(selected=views.selected_label(len(ids)))

    def _change(self, **values: Any) -> None:
        """Set the vars that differ: one that is set to what it was is sent all the same."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


_DEFAULTS: dict[str, Any] = {
    "team": "",
    "whose": Whose.ALL,
    "late": False,
    "status": Status.WAITING,
}


def _teams() -> tuple[Team, ...]:
    return portal().flows.messages.teams


def _rows(lines: Sequence[QueueLine], staff: StaffActor) -> list[QueueRowView]:
    return views.rows(
        lines,
        actor_id=staff.account_id,
        teams=_teams(),
        now=portal().clock.now(),
        zone=settings().zone,
    )
