"""Telling those who have an account that an import made lines of theirs become paid."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, exists, func, insert, select
from sqlmodel import Session

from portal.domain.claims import Status
from portal.domain.files.kinds import CLAIMS
from portal.domain.french import plural
from portal.domain.notifications import TOPIC_LABELS, Topic
from portal.models import metadata
from portal.services.imports.staging import CHANGED, PAID, PAID_COUNTS, STAGES
from portal.services.notifications import News, notify_all
from portal.services.ports import Cipher

# A line that is new here but was paid longer ago is history being taken in, not news.
NEWS_FOR = timedelta(days=30)

_PAGE = 500
_CLAIM = metadata.tables["claim"]
_ACCOUNT = metadata.tables["account"]


class PaymentNews:
    """The lines that one import makes become paid, of members who have an account."""

    def __init__(self, connection: Connection, now: datetime, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone
        self._since: date = (now.astimezone(zone) - NEWS_FOR).date()

    def note_changed(self) -> None:
        """Note the known lines about to become paid: before they are updated."""
        stage = STAGES[CLAIMS]
        paid = (
            select(_CLAIM.c.id)
            .join(CHANGED, CHANGED.c.target_id == _CLAIM.c.id)
            .join(stage, stage.c.n == CHANGED.c.n)
            .where(
                _CLAIM.c.status != Status.PAID,
                stage.c.status == Status.PAID,
                exists().where(_ACCOUNT.c.member_id == CHANGED.c.owner_id),
            )
        )
        self._connection.execute(insert(PAID).from_select(["claim_id"], paid))

    def note_created(self, after_id: int) -> None:
        """Note the lines beyond an id, just created, that are paid already."""
        paid_on = func.coalesce(_CLAIM.c.payment_date, _CLAIM.c.status_date, _CLAIM.c.care_date)
        paid = select(_CLAIM.c.id).where(
            _CLAIM.c.id > after_id,
            _CLAIM.c.status == Status.PAID,
            paid_on >= self._since,
            exists().where(_ACCOUNT.c.member_id == _CLAIM.c.member_id),
        )
        self._connection.execute(insert(PAID).from_select(["claim_id"], paid))

    def tell(self, *, cipher: Cipher, now: datetime, import_id: int) -> None:
        """Tell each account once, however many lines; in the transaction of the import."""
        self._count_by_account()
        last = 0
        page = select(PAID_COUNTS).order_by(PAID_COUNTS.c.account_id).limit(_PAGE)
        with Session(bind=self._connection) as session:
            while rows := session.execute(page.where(PAID_COUNTS.c.account_id > last)).all():
                news = [_news(import_id, account_id, count) for account_id, count in rows]
                notify_all(session, cipher=cipher, now=now, zone=self._zone, news=news)
                session.expunge_all()
                last = rows[-1].account_id

    def _count_by_account(self) -> None:
        # Counted at the end: a later file of the same import may have moved or changed a line.
        counts = (
            select(_ACCOUNT.c.id, func.count(_CLAIM.c.id.distinct()))
            .select_from(PAID)
            .join(_CLAIM, _CLAIM.c.id == PAID.c.claim_id)
            .join(_ACCOUNT, _ACCOUNT.c.member_id == _CLAIM.c.member_id)
            .where(_CLAIM.c.status == Status.PAID)
            .group_by(_ACCOUNT.c.id)
        )
        noted = insert(PAID_COUNTS).from_select(["account_id", "count"], counts)
        self._connection.execute(noted)


def _news(import_id: int, account_id: int, count: int) -> News:
    happened = "vient d’être effectué" if count == 1 else "viennent d’être effectués"
    return News(
        key=f"import:{import_id}:{account_id}",
        account_id=account_id,
        topic=Topic.REIMBURSEMENT,
        title=TOPIC_LABELS[Topic.REIMBURSEMENT],
        body=f"{plural(count, 'remboursement')} {happened}.",
        href="/remboursements",
    )
