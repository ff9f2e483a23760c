"""The audit log."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import today
from portal.domain.audit_address import AuditFilter, read_audit_query, write_audit_query
from portal.services.audit_log import AuditPage, search_audit
from portal.settings import backend, settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_account
from portal.state.bridge import read
from portal.views import audit_log as views
from portal.views.audit_log import AuditRowView
from portal.views.shapes import OptionView, PageView


class AuditForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    du: Annotated[str, Field(max_length=20)] = ""
    au: Annotated[str, Field(max_length=20)] = ""
    acte: Annotated[str, Field(max_length=60)] = ""
    qui: Annotated[str, Field(max_length=300)] = ""
    q: Annotated[str, Field(max_length=300)] = ""


@open_to(Access.ADMINISTRATOR)
class AuditLogState(rx.State):
    """One page of what was searched; ``query``: the address of it; ``version``: of the form."""

    loaded: bool = False
    rows: list[AuditRowView] = []
    acts: list[OptionView] = []
    page: PageView = PageView("", "", has_previous=False, has_next=False)
    since: str = ""
    until: str = ""
    act: str = ""
    who: str = ""
    text: str = ""
    query: str = ""
    export_href: str = ""
    version: int = 0

    _wanted: AuditFilter = AuditFilter(date(2000, 1, 1), date(2000, 1, 1))

    @rx.event
    async def load(self) -> None:
        """Open the search that the address names."""
        await self._open(read_audit_query(self.router.url.query_parameters, today()))
        self.loaded = True

    @rx.event
    async def search(self, form_data: Annotated[dict[str, Any], fits(AuditForm)]) -> None:
        """Look for something else, from the newest."""
        form = AuditForm(**form_data)
        await self._open(read_audit_query(form.model_dump(), today()))

    @rx.event
    async def newer(self) -> Any:
        """Turn the page back."""
        if self.rows:
            await self._open(replace(self._wanted, before=0, after=int(self.rows[0].id)))
        return rx.set_focus("entrees")

    @rx.event
    async def older(self) -> Any:
        """Turn the page."""
        if self.rows:
            await self._open(replace(self._wanted, after=0, before=int(self.rows[-1].id)))
        return rx.set_focus("entrees")

    async def _open(self, wanted: AuditFilter) -> None:
        found = await read(search_audit, actor=the_account(), zone=settings().zone, wanted=wanted)
        if wanted.after and not found.has_newer:
            wanted = replace(wanted, after=0)
            found = await read(
                search_audit, actor=the_account(), zone=settings().zone, wanted=wanted
            )
        self._wanted = wanted
        self._show(found)

    def _show(self, found: AuditPage) -> None:
        wanted = self._wanted
        self.rows = views.rows(found.lines, settings().zone)
        self.page = PageView(
            label="", result_label="", has_previous=found.has_newer, has_next=found.has_older
        )
        self.since, self.until = wanted.since.isoformat(), wanted.until.isoformat()
        self.act, self.who, self.text = wanted.act, wanted.who, wanted.text
        self.acts = views.act_options(wanted.act)
        self.query = write_audit_query(wanted)
        whole = write_audit_query(replace(wanted, before=0, after=0))
        self.export_href = backend(f"/exports/journal.csv?{whole}")
        self.version += 1
