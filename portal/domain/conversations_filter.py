"""Which of their conversations a member wants to see, as the address of the page says it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from portal.domain.text import tidy

MAX_TEXT = 100
_MOST_PAGES = 100_000
_READ_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """``text``: a search, in all of them; ``closed``: those that are over too; ``page``: from 1."""

    text: str = ""
    closed: bool = False
    page: int = 1

    def __post_init__(self) -> None:
        """Keep every field within its bounds, whoever asks."""
        object.__setattr__(self, "text", self.text[:MAX_TEXT])
        object.__setattr__(self, "page", min(max(1, self.page), _MOST_PAGES))

    @property
    def search(self) -> str:
        """``text`` as it is looked for."""
        return tidy(self.text)


def read_query(query: str) -> ConversationFilter:
    """The filter that a query string describes; what is unknown or invalid is ignored."""
    given = dict(parse_qsl(query[:_READ_AT_MOST].removeprefix("?")))
    page = given.get("page", "")
    return ConversationFilter(
        text=given.get("q", ""),
        closed=given.get("terminees") == "1",
        page=int(page) if page.isascii() and page.isdecimal() and len(page) <= 6 else 1,
    )


def write_query(wanted: ConversationFilter) -> str:
    """The query string, without ``?``, of what differs from the default filter."""
    fields = {
        "q": wanted.text,
        "terminees": "1" if wanted.closed else "",
        "page": "" if wanted.page == 1 else str(wanted.page),
    }
    given = {name: value for name, value in fields.items() if value}
    return urlencode(given, quote_via=quote, errors="replace")
