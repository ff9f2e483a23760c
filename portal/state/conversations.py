"""The list of conversations, and how many are unread."""

from dataclasses import replace
from typing import Annotated

import reflex as rx
from pydantic import Field

from portal.bootstrap import portal
from portal.domain.conversations_filter import (
    MAX_TEXT,
    ConversationFilter,
    read_query,
    write_query,
)
from portal.services.own_conversations import (
    ConversationPage,
    conversations_about,
    count_unread_conversations,
    find_conversations,
)
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import glance, read
from portal.views import conversations as views
from portal.views.conversations import ConversationRowView
from portal.views.shapes import PageView

SearchText = Annotated[str, Field(max_length=MAX_TEXT)]


@open_to(Access.MEMBER)
class MessagesBadgeState(rx.State):
    """In how many conversations an answer is unread, on every member page."""

    badge: str = ""

    @rx.event
    @passive
    async def reload(self) -> None:
        """An answer came in, or was read in another tab."""
        await self._enter()

    async def _enter(self) -> None:
        badge = views.badge(await glance(count_unread_conversations, actor=the_member()))
        if badge != self.badge:
            self.badge = badge


@open_to(Access.MEMBER)
class ConversationsState(rx.State):
    """One page of the list. ``query`` is what the address shows."""

    loaded: bool = False
    rows: list[ConversationRowView] = []
    page: PageView = PageView("", "", False, False)
    search: str = ""
    query: str = ""
    has_any: bool = True
    shows_closed: bool = False
    closed_label: str = ""

    _wanted: ConversationFilter = ConversationFilter()

    @rx.event
    async def load(self) -> None:
        """Open the page as its address says."""
        await self._find(read_query(self.router.url.query))
        self.search = self._wanted.text
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what changed, in place; what is being searched is left alone."""
        await self._find(self._wanted)

    @rx.event(supersedes=True)
    async def set_search(self, text: SearchText) -> None:
        """Search as it is typed."""
        self.search = text
        await self._find(replace(self._wanted, text=text, page=1))

    @rx.event
    async def clear_search(self) -> None:
        """Show everything again."""
        self.search = ""
        await self._find(replace(self._wanted, text="", page=1))

    @rx.event
    async def toggle_closed(self) -> None:
        """Show or hide the conversations that are over."""
        await self._find(replace(self._wanted, closed=not self._wanted.closed, page=1))

    @rx.event
    async def previous_page(self) -> None:
        """Go one page back."""
        await self._find(replace(self._wanted, page=self._wanted.page - 1))

    @rx.event
    async def next_page(self) -> None:
        """Go one page on."""
        await self._find(replace(self._wanted, page=self._wanted.page + 1))

    async def _find(self, wanted: ConversationFilter) -> None:
        now = portal().clock.now()
        self._show(await read(find_conversations, actor=the_member(), now=now, wanted=wanted))

    def _show(self, page: ConversationPage) -> None:
        self._wanted = page.wanted
        self.rows = views.rows(page.lines, portal().clock.now(), settings().zone)
        self.page = views.page_of(page)
        self.query = write_query(page.wanted)
        self.has_any = page.has_any
        self.shows_closed = page.wanted.closed
        self.closed_label = views.closed_label(page)


@open_to(Access.MEMBER)
class ClaimTalksState(rx.State):
    """On the page of a reimbursement line, the conversations about it."""

    rows: list[ConversationRowView] = []

    @rx.event
    async def load(self) -> None:
        """Show those of the line that the address names."""
        self.rows = []
        await self._read()

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what was said since."""
        await self._read()

    async def _read(self) -> None:
        asked = str(self.rx_router_page.params.get("line_id", ""))
        if not (asked.isascii() and asked.isdecimal() and len(asked) <= 9):
            return
        now = portal().clock.now()
        found = await read(conversations_about, actor=the_member(), now=now, claim_id=int(asked))
        self.rows = views.rows(found, now, settings().zone)
