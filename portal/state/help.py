"""The help: its search, its articles, and whether they were of use."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import help_index, portal, the_help
from portal.domain.actors import MemberActor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.help import HELP
from portal.domain.help_search import MAX_QUERY, search_query
from portal.services.help_opinions import give_opinion, opinion_of
from portal.settings import backend
from portal.state.access import Access, fits, open_to
from portal.state.acting import acting
from portal.state.bridge import read, write
from portal.state.shell import MemberShellState, SessionState
from portal.views import help as views
from portal.views.help import ArticleLinkView, ArticleView, BlockView, HeadingView

SearchText = Annotated[str, Field(max_length=2_000)]
_YES, _NO = "oui", "non"


class CommentForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    comment: Annotated[str, Field(max_length=2_000)] = ""


def _frame() -> list[Any]:
    """What fills the frame of whoever is signed in: the help is open to everybody."""
    if isinstance(acting.get().actor, MemberActor):
        return [SessionState.enter, MemberShellState.enter]
    return []


@open_to(Access.PUBLIC)
class HelpState(rx.State):
    """The search. ``query`` is what the address shows."""

    search: str = ""
    query: str = ""
    count: str = ""
    results: list[ArticleLinkView] = []

    @rx.event
    def open(self) -> Any:
        """Search for what the address says."""
        self._find(self.router.url.query_parameters.get("q", "")[:MAX_QUERY])
        return _frame()

    @rx.event
    def enter(self) -> Any:
        """Fill the frame of a page of the help that has no state."""
        return _frame()

    @rx.event(supersedes=True)
    def set_search(self, text: SearchText) -> None:
        """Search as it is typed."""
        self._find(text)

    def _find(self, text: str) -> None:
        known = the_help().by_slug
        found = help_index().search(text)
        self.search = text
        self.query = search_query(text)
        self.results = views.links([known[one.slug] for one in found])
        self.count = views.count_label(len(found)) if text.strip() else ""


@open_to(Access.PUBLIC)
class HelpArticleState(rx.State):
    """One article. ``opinion``: "", "oui" or "non"; ``version`` renews the comment's field."""

    loaded: bool = False
    missing: bool = False
    view: ArticleView = ArticleView()
    blocks: list[BlockView] = []
    contents: list[HeadingView] = []
    related: list[ArticleLinkView] = []
    opinion: str = ""
    commented: bool = False
    comment: str = ""
    version: int = 0
    problem: str = ""

    _slug: str = ""

    @rx.event
    async def open(self) -> Any:
        """Open the article that the address names."""
        found = the_help()
        article = found.by_slug.get(str(self.rx_router_page.params.get("slug", "")))
        self.missing, self.problem, self.loaded = article is None, "", False
        if article is None:
            self._slug = ""
            self.loaded = True
            return _frame()
        self._slug = article.slug
        self.view = views.article(article, found, backend(f"{HELP}/guides/{article.slug}.pdf"))
        self.blocks = views.blocks(article, found)
        self.contents = views.contents(article)
        self.related = views.links(found.related_to(article))
        said = await read(opinion_of, slug=article.slug, browser=acting.get().browser)
        self.opinion = (_YES if said.useful else _NO) if said else ""
        self.comment = said.comment if said else ""
        self.commented = bool(self.comment)
        self.version += 1
        self.loaded = True
        return _frame()

    @rx.event
    async def find_useful(self) -> None:
        """It was of use."""
        await self._say(useful=True)

    @rx.event
    async def find_useless(self) -> None:
        """It was not: the page then asks what was missing."""
        await self._say(useful=False)

    @rx.event
    async def send_comment(self, form_data: Annotated[dict[str, Any], fits(CommentForm)]) -> None:
        """Say what was missing."""
        await self._say(useful=False, comment=CommentForm(**form_data).comment)

    async def _say(self, *, useful: bool, comment: str = "") -> None:
        if not self._slug:
            return
        self.problem = ""
        try:
            said = await write(
                give_opinion,
                now=portal().clock.now(),
                slug=self._slug,
                useful=useful,
                comment=comment,
                browser=acting.get().browser,
                network=acting.get().network,
            )
        except (InvalidInput, NotAllowed) as refusal:
            self.problem = refusal.sentence
            return
        self.opinion = _YES if said.useful else _NO
        self.comment, self.commented = said.comment, bool(said.comment)
