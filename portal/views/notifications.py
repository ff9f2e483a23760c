"""The bell and the list of notifications, as text."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from portal.domain.french import long_date, plural
from portal.domain.notifications import TOPIC_LABELS
from portal.domain.paths import local_path
from portal.services.bell import MOST_COUNTED, BellLine, BellPage
from portal.views.shapes import PageView

HERE = "/notifications"


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One notification; ``href`` is always a page of the portal."""

    id: int
    topic: str
    topic_label: str
    title: str
    body: str
    href: str
    when: str
    is_unread: bool


def badge(unread: int) -> str:
    """What the bell wears: nothing, a count, or that there are more than it counts."""
    if unread == 0:
        return ""
    return str(unread) if unread < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def spoken(unread: int) -> str:
    """What is read out when something new rings."""
    if unread >= MOST_COUNTED:
        return f"Nouvelle notification. Plus de {MOST_COUNTED - 1} ne sont pas lues."
    return f"Nouvelle notification. {_unread(unread)}."


def summary(page: BellPage) -> str:
    """How much of the list is unread."""
    if page.unread >= MOST_COUNTED:
        return f"Plus de {MOST_COUNTED - 1} notifications non lues"
    return _unread(page.unread) if page.unread else "Tout est lu"


def rows(page: BellPage, now: datetime, zone: tzinfo) -> list[NotificationView]:
    """The notifications of a page."""
    return [_row(line, now, zone) for line in page.lines]


def page_of(page: BellPage) -> PageView:
    """Where one is in the list."""
    return PageView(
        label=f"Page {page.page} sur {page.pages}",
        result_label=summary(page),
        has_previous=page.page > 1,
        has_next=page.page < page.pages,
        number=page.page,
        count=page.pages,
    )


def _row(line: BellLine, now: datetime, zone: tzinfo) -> NotificationView:
    return NotificationView(
        id=line.id,
        topic=line.topic,
        topic_label=TOPIC_LABELS[line.topic],
        title=line.title,
        body=line.body,
        href=local_path(line.href, HERE),
        when=_when(line.created_at.astimezone(zone), now.astimezone(zone)),
        is_unread=line.is_unread,
    )


def _when(moment: datetime, now: datetime) -> str:
    hour = f"à {moment.hour}\u00a0h\u00a0{moment.minute:02d}"
    if moment.date() == now.date():
        return f"Aujourd’hui {hour}"
    if moment.date() == now.date() - timedelta(days=1):
        return f"Hier {hour}"
    return f"{long_date(moment.date())} {hour}"


def _unread(count: int) -> str:
    return plural(count, "notification non lue", "notifications non lues")
