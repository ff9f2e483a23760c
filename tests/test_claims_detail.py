"""One line, explained; and nobody else's."""

from datetime import date
from typing import Any

import pytest

from portal.bootstrap import Portal
from portal.domain.actors import Visitor
from portal.domain.claims import Category, NextActor, Payee, Status
from portal.domain.errors import NotAllowed, NotFound
from portal.services.claim_detail import read_claim
from tests.cast import add_beneficiary, add_claim, add_earlier_status, add_member


def test_a_line_tells_all_that_is_known_of_it(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_beneficiary, actor=claire, rank=1, first_name="Élodie")
    claim_id = portal.write(
        add_claim, actor=claire, category="dentaire", payment_reference="VIR42", status="effectue"
    )
    line = portal.read(read_claim, actor=claire, claim_id=claim_id)
    assert (line.id, line.beneficiary, line.payee) == (claim_id, "Élodie Moreau", Payee.MEMBER)
    assert (line.category, line.category_label) == (Category.DENTAL, "Dentaire")
    assert (line.expense_cents, line.ro_cents, line.rc_cents, line.remaining_cents) == (
        3000,
        1900,
        900,
        200,
    )
    assert (line.payment_reference, line.rejection_reason) == ("VIR42", None)
    assert line.next_actor is NextActor.NOBODY
    assert line.expected_by == date(2026, 11, 13)
    assert (line.origin, line.corrections) == (None, ())


def test_the_timeline_goes_from_the_care_to_the_present_status(portal: Portal) -> None:
    claire = portal.write(add_member)
    claim_id = portal.write(
        add_claim,
        actor=claire,
        care_date=date(2026, 11, 2),
        status="recu",
        status_date=date(2026, 11, 9),
    )
    # Known in another order than they happened, one without its date.
    for status, on in (
        ("en_cours", date(2026, 11, 4)),
        ("transmis", date(2026, 11, 3)),
        ("attente_pieces", None),
    ):
        portal.write(add_earlier_status, claim_id=claim_id, status=status, status_date=on)
    line = portal.read(read_claim, actor=claire, claim_id=claim_id)
    assert [(step.on, step.status) for step in line.timeline] == [
        (date(2026, 11, 2), None),
        (date(2026, 11, 3), Status.SENT),
        (None, Status.AWAITING_DOCUMENTS),
        (date(2026, 11, 4), Status.AT_HEALTH_INSURANCE),
        (date(2026, 11, 9), Status.RECEIVED),
    ]
    assert [step.is_present for step in line.timeline] == [False] * 4 + [True]
    assert line.timeline[0].label == "Soins"
    assert line.timeline[-1].label == "Reçu par votre complémentaire"
    assert line.next_actor is NextActor.US
    assert line.expected_by == date(2026, 11, 12)


def test_a_correction_and_its_origin_lead_to_each_other(portal: Portal) -> None:
    claire = portal.write(add_member)
    first = portal.write(add_claim, actor=claire, line_number="FIRST")
    corrections = [
        portal.write(
            add_claim,
            actor=claire,
            origin_line_number="FIRST",
            status="regularise",
            expense_cents=-3000,
            ro_cents=-1900,
            rc_cents=-900,
        )
        for _ in range(2)
    ]
    origin = portal.read(read_claim, actor=claire, claim_id=first)
    assert [other.id for other in origin.corrections] == corrections
    assert origin.origin is None
    correction = portal.read(read_claim, actor=claire, claim_id=corrections[0])
    assert correction.origin is not None
    assert (correction.origin.id, correction.corrections) == (first, ())


def test_a_line_related_to_another_member_s_stays_unrelated(portal: Portal) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member)
    portal.write(add_claim, actor=hugo, line_number="HUGO")
    portal.write(add_claim, actor=hugo, origin_line_number="CLAIRE")
    claim_id = portal.write(
        add_claim, actor=claire, line_number="CLAIRE", origin_line_number="HUGO"
    )
    line = portal.read(read_claim, actor=claire, claim_id=claim_id)
    assert (line.origin, line.corrections) == (None, ())


def refusal(portal: Portal, **arguments: Any) -> tuple[type, str]:
    with pytest.raises(NotFound) as refused:
        portal.read(read_claim, **arguments)
    return type(refused.value), refused.value.sentence


def test_another_member_s_line_is_refused_like_one_that_does_not_exist(portal: Portal) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member)
    claim_id = portal.write(add_claim, actor=claire)
    unknown = refusal(portal, actor=hugo, claim_id=claim_id + 1000)
    assert refusal(portal, actor=hugo, claim_id=claim_id) == unknown
    for odd in (0, -1, 2**31, 10**40, True, "1", 1.0, None):
        assert refusal(portal, actor=claire, claim_id=odd) == unknown


def test_a_visitor_reads_no_line(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        portal.read(read_claim, actor=Visitor(), claim_id=1)
