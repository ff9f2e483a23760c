"""Putting banners up and taking them down."""

from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.banners import Level
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.banners import (
    list_banners,
    put_back_banner,
    put_up_banner,
    withdraw_banner,
)
from portal.settings import settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.views import banners as views
from portal.views.banners import BannerListsView

_DONE = "Le bandeau est en ligne sur toutes les pages, ou le sera à la date choisie."
_WITHDRAWN = "Le bandeau est retiré de toutes les pages."

BannerId = Annotated[int, Field(ge=1, le=2**31 - 1)]
Typed = Annotated[str, Field(max_length=2000)]


class BannerForm(BaseModel):
    """What the form sends; moments as the browser's field writes them."""

    model_config = ConfigDict(extra="forbid")

    text: Typed
    level: Level = Level.INFO
    starts: Annotated[str, Field(max_length=24)] = ""
    ends: Annotated[str, Field(max_length=24)] = ""


@open_to(Access.MANAGER)
class StaffBannersState(rx.State):
    """The form with its preview, and the lists. ``version`` empties the form once it was sent."""

    loaded: bool = False
    lists: BannerListsView = BannerListsView([], [], [])
    preview: str = ""
    level: str = Level.INFO.value
    problem: str = ""
    faults: dict[str, str] = {}
    version: int = 0
    withdrawn: str = ""
    done: str = ""

    _withdrawn_id: int = 0

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self.preview = self.problem = self.withdrawn = self.done = ""
        self.level, self.faults = Level.INFO.value, {}
        self.version += 1
        await self._read()
        self.loaded = True

    @rx.event
    def set_preview(self, text: Typed) -> None:
        """Show what is being written as everybody will see it."""
        self.preview = " ".join(text.split())[:300]

    @rx.event
    def set_level(self, level: Literal["info", "warning", "danger"]) -> None:
        """Show it with its colour."""
        self.level = level

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(BannerForm)]) -> Any:
        """Put it up."""
        form, told = BannerForm(**form_data), self.problem
        self.problem, self.faults, self.done = "", {}, ""
        try:
            await write(
                put_up_banner,
                actor=the_account(),
                now=portal().clock.now(),
                text=form.text,
                level=form.level,
                starts_at=views.typed_moment(form.starts, settings().zone, field="starts"),
                ends_at=views.typed_moment(form.ends, settings().zone, field="ends"),
            )
        except InvalidInput as refusal:
            self.problem, self.faults = refusal.sentence, {refusal.field: refusal.sentence}
            return rx.set_focus("erreurs") if told else None
        self.preview, self.level, self.done = "", Level.INFO.value, _DONE
        self.version += 1
        await self._read()
        return None

    @rx.event
    async def withdraw(self, banner_id: BannerId) -> None:
        """Take one down, with a way back."""
        self.done = ""
        try:
            await write(
                withdraw_banner,
                actor=the_account(),
                now=portal().clock.now(),
                banner_id=banner_id,
            )
        except NotFound as refusal:
            self._withdrawn_id, self.withdrawn = 0, ""
            self.problem = refusal.sentence
        else:
            self._withdrawn_id, self.withdrawn = banner_id, _WITHDRAWN
        await self._read()

    @rx.event
    async def undo(self) -> None:
        """Put it back."""
        banner_id, self._withdrawn_id, self.withdrawn = self._withdrawn_id, 0, ""
        if not banner_id:
            return
        try:
            await write(
                put_back_banner,
                actor=the_account(),
                now=portal().clock.now(),
                banner_id=banner_id,
            )
        except (NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
        await self._read()

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self._withdrawn_id, self.withdrawn = 0, ""

    async def _read(self) -> None:
        lines = await read(list_banners, actor=the_account())
        self.lists = views.lists(lines, portal().clock.now(), settings().zone)
