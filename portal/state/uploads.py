"""The files of what somebody is writing, wherever they write it."""

from typing import Annotated

import reflex as rx
from pydantic import AfterValidator, Field

from portal.bootstrap import portal
from portal.domain.errors import NotFound
from portal.domain.file_refusals import FileNotTaken
from portal.domain.files_held import is_place
from portal.services.files import draft_files, put_back, remove_file
from portal.settings import settings
from portal.state.access import Access, open_to, passive
from portal.state.acting import the_account
from portal.state.bridge import read, write
from portal.views import files as views
from portal.views.files import FileView


def _a_place(value: str) -> str:
    if not is_place(value):
        raise ValueError("not a place")
    return value


Place = Annotated[str, Field(max_length=32), AfterValidator(_a_place)]
PublicId = Annotated[str, Field(max_length=32)]


@open_to(Access.SIGNED_IN)
class UploadsState(rx.State):
    """Files by place, and how many are on their way there, as the browser says.

    Nothing here says whose they are: it is always the reader's own drafts.
    """

    files: dict[str, list[FileView]] = {}
    under_way: dict[str, int] = {}
    problem: str = ""

    # Taken back out in this tab: they can be put back.
    _removed: set[str] = set()

    @rx.event
    @passive
    async def open(self, place: Place) -> None:
        """Show the files of a place; what was taken out of it before is no more."""
        self._removed = set()
        self.problem = ""
        await self._show(place)

    @rx.event
    @passive
    async def follow(self, place: Place) -> None:
        """Some have just arrived there."""
        await self._show(place)

    @rx.event
    @passive
    async def reload(self) -> None:
        """Files came or went elsewhere."""
        for place in list(self.files):
            await self._show(place)

    @rx.event
    @passive
    def count(self, place: Place, under_way: Annotated[int, Field(ge=0, le=100)]) -> None:
        """So many files are on their way to a place."""
        self._limit_places(place)
        self.under_way[place] = under_way

    @rx.event
    async def remove(self, place: Place, public_id: PublicId) -> None:
        """Take a file back out."""
        try:
            await write(
                remove_file, actor=the_account(), now=portal().clock.now(), public_id=public_id
            )
        except NotFound:
            pass
        else:
            self._removed = {public_id}
        await self._show(place)

    @rx.event
    async def put_back(self, place: Place, public_id: PublicId) -> None:
        """It belongs there after all."""
        self.problem = ""
        try:
            await write(
                put_back, actor=the_account(), now=portal().clock.now(), public_id=public_id
            )
        except NotFound:
            pass
        except FileNotTaken as refusal:
            self.problem = refusal.sentence
        await self._show(place)

    async def _show(self, place: str) -> None:
        self._limit_places(place)
        lines = await read(draft_files, actor=the_account(), place=place)
        shown = [line for line in lines if not line.is_removed or line.public_id in self._removed]
        self.files[place] = views.files(shown, settings().zone)

    def _limit_places(self, place: str) -> None:
        """One tab shows few places: what was shown long ago makes room."""
        while len(self.files) >= 8 and place not in self.files:
            self.files.pop(next(iter(self.files)))
        while len(self.under_way) >= 8 and place not in self.under_way:
            self.under_way.pop(next(iter(self.under_way)))
