"""Loading the demonstration into an empty database, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from portal.bootstrap import Portal
from portal.demo.dataset import Order
from portal.demo.load import Loaded, load
from portal.domain.cast import CAST, STAFF_CAST
from portal.domain.claims import Category, Status
from portal.domain.errors import NotAllowed
from portal.models.accounts import Account
from portal.models.beneficiaries import Beneficiary
from portal.models.claims import Claim, ClaimStatusChange
from portal.models.contracts import Contract
from portal.models.contributions import Contribution
from portal.models.installation import Installation
from portal.models.members import Member
from portal.models.practitioners import Practitioner
from portal.services.demo import demo_cast, demo_staff, is_demo, open_demo_accounts
from portal.services.passwords import verify_password

TODAY = date(2026, 11, 20)
TABLES: tuple[type[SQLModel], ...] = (
    *(Member, Contract, Beneficiary, Claim, ClaimStatusChange, Contribution),
    *(Practitioner, Account, Installation),
)


def counts(portal: Portal) -> dict[str, int]:
    def count(*, session: Session) -> dict[str, int]:
        return {
            table.__name__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }

    return portal.read(count)


@pytest.fixture
def loaded(portal: Portal, tmp_path: Path) -> Loaded:
    return load(portal, Order(TODAY), tmp_path / "demo")


def test_every_row_is_accepted_without_a_warning(loaded: Loaded) -> None:
    assert loaded.report is not None
    assert [list(file.refused) for file in loaded.report.files if file.refused] == []
    assert [list(file.warnings) for file in loaded.report.files if file.warnings] == []
    assert [file.error for file in loaded.report.files if file.error] == []


def test_the_database_holds_every_category_and_every_status(portal: Portal, loaded: Loaded) -> None:
    def found(*, session: Session) -> tuple[set[str], set[str]]:
        return (
            set(session.scalars(select(col(Claim.category)).distinct())),
            set(session.scalars(select(col(Claim.status)).distinct())),
        )

    assert portal.read(found) == (set(Category), set(Status))


def test_a_paid_line_keeps_the_dates_of_its_earlier_statuses(
    portal: Portal, loaded: Loaded
) -> None:
    def history(*, session: Session) -> list[str]:
        paid = session.scalars(
            select(Claim)
            .where(col(Claim.status) == Status.PAID, col(Claim.origin_line_number).is_(None))
            .order_by(col(Claim.line_number))
        ).first()
        assert paid is not None
        changes = session.scalars(
            select(ClaimStatusChange)
            .where(col(ClaimStatusChange.claim_id) == paid.id)
            .order_by(col(ClaimStatusChange.status_date))
        ).all()
        assert all(change.status_date is not None for change in changes)
        return [change.status for change in changes]

    assert portal.read(history) == [Status.SENT, Status.AT_HEALTH_INSURANCE, Status.RECEIVED]


def test_one_can_enter_as_each_member_of_the_cast_in_its_order(
    portal: Portal, loaded: Loaded
) -> None:
    offered = portal.read(demo_cast)
    assert [(one.name, one.description) for one in offered] == [
        (member.name, member.description) for member in CAST
    ]
    assert len({one.account_id for one in offered}) == len(CAST)
    staff = portal.read(demo_staff)
    assert [one.name for one in staff] == [person.name for person in STAFF_CAST]
    assert loaded.accounts == len(CAST) + len(STAFF_CAST)
    assert portal.read(is_demo)


def test_no_password_opens_a_demonstration_account(portal: Portal, loaded: Loaded) -> None:
    hashes = portal.read(lambda session: list(session.scalars(select(col(Account.password_hash)))))
    assert len(set(hashes)) == len(CAST) + len(STAFF_CAST)
    assert all(stored.startswith("$argon2id$") for stored in hashes)
    assert not verify_password("", hashes[0])


def test_a_second_loading_changes_nothing(portal: Portal, loaded: Loaded, tmp_path: Path) -> None:
    before = counts(portal)
    again = load(portal, Order(TODAY, seed=2), tmp_path / "again")
    assert again == Loaded(report=None, accounts=0)
    assert counts(portal) == before
    assert not (tmp_path / "again").exists()


def test_a_loading_cut_short_before_the_accounts_is_completed_by_the_next(
    portal: Portal, loaded: Loaded, tmp_path: Path
) -> None:
    def lose(*, session: Session) -> None:
        for account in session.scalars(select(Account)).all()[:3]:
            session.delete(account)

    portal.write(lose)
    assert load(portal, Order(TODAY), tmp_path / "again").accounts == 3
    assert len(portal.read(demo_cast)) == len(CAST)


def test_nothing_is_loaded_over_real_data(portal: Portal, tmp_path: Path) -> None:
    now = portal.clock.now()
    portal.write(lambda session: session.add(Installation(data_origin="real", since=now)))
    before = counts(portal)
    with pytest.raises(NotAllowed, match="données réelles"):
        load(portal, Order(TODAY), tmp_path / "demo")
    with pytest.raises(NotAllowed):
        portal.write(open_demo_accounts, now=now)
    assert counts(portal) == before
    assert portal.read(demo_cast) == []


def test_an_empty_database_is_no_demonstration(portal: Portal) -> None:
    assert not portal.read(is_demo)
    assert portal.read(demo_cast) == []


def test_a_large_set_is_accepted_too(portal: Portal, tmp_path: Path) -> None:
    order = Order(TODAY, members=60, claims=2_500, heavy_lines=1_000)
    loaded = load(portal, order, tmp_path / "demo")
    assert loaded.report is not None
    assert not any(len(file.warnings) for file in loaded.report.files)
    found = counts(portal)
    assert (found["Member"], found["Claim"]) == (60, 2_500)
