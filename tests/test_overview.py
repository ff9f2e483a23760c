"""The dashboard: what to do, what came in, what is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import NotAllowed, NotFound
from portal.services.overview import Block, member_overview
from portal.views.dashboard import tasks
from tests.cast import (
    TODAY,
    add_beneficiary,
    add_claim,
    add_contract,
    add_contribution,
    add_member,
)
from tests.statements import statements


def overview(portal: Portal, actor: Any) -> Any:
    return portal.read(member_overview, actor=actor, today=TODAY)


def test_a_newcomer_sees_a_calm_empty_dashboard(portal: Portal) -> None:
    shown = overview(portal, portal.write(add_member, first_name="Aminata"))
    assert (shown.first_name, shown.contracts, shown.beneficiaries) == ("Aminata", (), 0)
    assert (shown.latest, shown.next_contribution, shown.unpaid, shown.waiting) == (
        (),
        None,
        (),
        (),
    )
    assert shown.this_year.total_cents == 0


def test_contracts_in_force_are_named_and_ended_ones_are_not(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_contract, actor=claire, number="000001", starts_on=date(2020, 1, 1))
    portal.write(add_contract, actor=claire, number="000002", ends_on=date(2025, 12, 31))
    portal.write(add_contract, actor=claire, number="000003", product="auto", ends_on=TODAY)
    portal.write(add_beneficiary, actor=claire, rank=1)
    portal.write(add_beneficiary, actor=claire, rank=2)
    shown = overview(portal, claire)
    assert [contract.number for contract in shown.contracts] == ["000001", "000003"]
    assert shown.beneficiaries == 2


def test_what_waits_for_the_member_comes_with_what_it_is_about(portal: Portal) -> None:
    claire = portal.write(add_member)
    contract_id = portal.write(add_contract, actor=claire, number="123456")
    portal.write(
        add_contribution, contract_id=contract_id, due_on=date(2026, 10, 5), status="impayee"
    )
    portal.write(add_contribution, contract_id=contract_id, due_on=date(2026, 9, 5), status="payee")
    portal.write(add_contribution, contract_id=contract_id, due_on=date(2026, 12, 5))
    portal.write(add_contribution, contract_id=contract_id, due_on=date(2027, 1, 5))
    claim_id = portal.write(add_claim, actor=claire, status="attente_pieces", payment_date=None)
    shown = overview(portal, claire)
    assert shown.next_contribution.due_on == date(2026, 12, 5)
    assert [due.due_on for due in shown.unpaid] == [date(2026, 10, 5)]
    assert [claim.id for claim in shown.waiting] == [claim_id]
    pay, send = tasks(shown, "tel:0900000000")
    assert (pay.title, pay.href) == ("Cotisation d’octobre 2026 à régler", "tel:0900000000")
    assert "84,50\u00a0€" in pay.detail
    assert (send.title, send.href) == ("Un document nous manque", f"/remboursements/{claim_id}")


def test_reimbursed_means_paid_in_the_month_or_the_year(portal: Portal) -> None:
    claire = portal.write(add_member)
    amounts = {"expense_cents": 100, "ro_cents": 10, "rc_cents": 1}
    for paid_on in (date(2026, 11, 1), TODAY, date(2026, 10, 31), date(2025, 12, 31)):
        portal.write(
            add_claim, actor=claire, care_date=date(2025, 12, 1), payment_date=paid_on, **amounts
        )
    portal.write(add_claim, actor=claire, status="recu", **amounts)
    shown = overview(portal, claire)
    assert (shown.this_month.ro_cents, shown.this_month.rc_cents) == (20, 2)
    assert (shown.this_year.ro_cents, shown.this_year.total_cents) == (30, 33)


def test_the_dashboard_shows_only_ones_own_and_costs_at_most_six_statements(
    portal: Portal,
) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member, first_name="Hugo")
    contract_id = portal.write(add_contract, actor=claire)
    portal.write(add_contribution, contract_id=contract_id, status="impayee")
    for _ in range(7):
        portal.write(add_claim, actor=claire, status="attente_pieces")
    assert overview(portal, hugo).waiting == ()
    with statements(portal.engine) as seen:
        shown = overview(portal, claire)
    assert 0 < len(seen) <= 6
    assert len(shown.latest) == 5


def test_only_a_member_has_a_dashboard(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        overview(portal, Visitor())
    with pytest.raises(NotFound):
        overview(portal, MemberActor(account_id=1, member_id=999, session_id=1))


@contextmanager
def without_table(portal: Portal, name: str) -> Iterator[None]:
    """A database that has really lost a table, for a while."""
    with portal.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO {name}_gone"))
    try:
        yield
    finally:
        with portal.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {name}_gone RENAME TO {name}"))


def test_what_cannot_be_read_is_missing_and_the_rest_is_there(portal: Portal) -> None:
    claire = portal.write(add_member)
    contract_id = portal.write(add_contract, actor=claire, number="123456")
    portal.write(add_contribution, contract_id=contract_id)
    portal.write(add_claim, actor=claire)
    with without_table(portal, "contribution"), capture_logs() as told:
        shown = portal.read_in_parts(member_overview, list(Block), actor=claire, today=TODAY)
    assert shown.missing == {Block.CONTRIBUTIONS}
    assert [(line["event"], line["part"]) for line in told] == [
        ("read.part_failed", Block.CONTRIBUTIONS)
    ]
    assert shown.next_contribution is None
    assert [contract.number for contract in shown.contracts] == ["123456"]
    assert len(shown.latest) == 1
    with without_table(portal, "claim"), capture_logs():
        shown = portal.read_in_parts(member_overview, list(Block), actor=claire, today=TODAY)
    assert {Block.LATEST, Block.WAITING, Block.REIMBURSED} <= shown.missing
    assert shown.next_contribution is not None


def test_a_dashboard_of_which_nothing_can_be_read_fails_as_before(portal: Portal) -> None:
    claire = portal.write(add_member)
    with without_table(portal, "member"), capture_logs(), pytest.raises(SQLAlchemyError):
        portal.read_in_parts(member_overview, list(Block), actor=claire, today=TODAY)
    with pytest.raises(NotAllowed):
        portal.read_in_parts(member_overview, list(Block), actor=Visitor(), today=TODAY)


def test_a_whole_dashboard_is_read_once(portal: Portal) -> None:
    claire = portal.write(add_member)
    with statements(portal.engine) as plain:
        overview(portal, claire)
    with statements(portal.engine) as in_parts:
        portal.read_in_parts(member_overview, list(Block), actor=claire, today=TODAY)
    assert len(in_parts) == len(plain)
