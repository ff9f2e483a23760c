"""Searching one's lines by whatever one remembers of them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.claims_filter import ClaimFilter
from portal.domain.claims_search import MAX_TERMS, DayPattern, read_terms
from portal.services.claims import find_claims
from tests.cast import TODAY, add_beneficiary, add_claim, add_member
from tests.hostile import HOSTILE_TEXTS


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a crown, glasses for Élodie, and a negative line."""
    claire = portal.write(add_member)
    portal.write(add_beneficiary, actor=claire, rank=1, first_name="Claire")
    portal.write(add_beneficiary, actor=claire, rank=2, first_name="Élodie")
    portal.write(
        add_claim,
        actor=claire,
        line_number="CROWN-1",
        care_date=date(2026, 3, 12),
        act_code="HBLD634",
        act_label="Couronne céramo-métallique",
        category="dentaire",
        practitioner="Dr Gaël Œuvrard",
        specialty="Chirurgien-dentiste",
        expense_cents=123456,
        ro_cents=8400,
        rc_cents=40000,
        payment_reference="VIR2026-0042",
    )
    portal.write(
        add_claim,
        actor=claire,
        line_number="GLASSES-1",
        beneficiary_rank=2,
        care_date=date(2025, 3, 3),
        act_code="VER",
        act_label="Verres progressifs 100 % santé",
        category="optique",
        practitioner="Optique_du_Port",
        specialty="Opticien",
        expense_cents=2350,
        ro_cents=0,
        rc_cents=1000,
    )
    portal.write(
        add_claim,
        actor=claire,
        line_number="BACK-1",
        origin_line_number="GLASSES-1",
        care_date=date(2026, 11, 1),
        act_label="Régularisation",
        expense_cents=-4500,
        ro_cents=-3000,
        rc_cents=-1500,
    )
    return claire


def found(portal: Portal, actor: MemberActor, text: str) -> set[str]:
    """The numbers of the lines that a search finds."""
    page = portal.read(find_claims, actor=actor, wanted=ClaimFilter(text=text), today=TODAY)
    return {row.line_number for row in page.rows}


CROWN = (
    "dentaire",
    "prothese",
    "Prothèse",
    "PROTHÈSES",
    "dent",
    "couronnes",
    "oeuvrard",
    "Œuvrard gaël",
    "hbld634",
    "crown-1",
    "vir2026-0042",
    "0042",
    "1 234,56 €",
    "1\u202f234,56\u00a0€",
    "1234,5",
    "1234.56",
    "1234",
    "84 €",
    "84€",
    "12/03/2026",
    "12/03",
    "03/2026",
    "2026-03-12",
    "2026-03",
    "12 mars 2026",
    "mars 2026",
    "couronne mars",
    "ceramo metallique 2026",
)


def test_the_crown_is_found_by_whatever_one_remembers_of_it(
    portal: Portal, claire: MemberActor
) -> None:
    assert {text: found(portal, claire, text) for text in CROWN} == {
        text: {"CROWN-1"} for text in CROWN
    }


ANSWERS: dict[str, set[str]] = {
    "mars": {"CROWN-1", "GLASSES-1"},
    "élodie": {"GLASSES-1"},
    "elo": {"GLASSES-1"},
    "moreau élodie": {"GLASSES-1"},
    "23": {"GLASSES-1"},
    "23,5": {"GLASSES-1"},
    "23,51": set(),
    "45": {"BACK-1"},
    "-45,00": {"BACK-1"},
    "\u221245": {"BACK-1"},
    "-23": set(),
    "1er novembre 2026": {"BACK-1"},
    "2025": {"GLASSES-1"},
    "couronne élodie": set(),
    "31/02/2026": set(),
    "100 % santé": {"GLASSES-1"},
    "100 %": {"GLASSES-1"},
    "optique_du": {"GLASSES-1"},
    "optique%du": set(),
    "du_port": {"GLASSES-1"},
    "_ort": set(),
    "€": {"CROWN-1", "GLASSES-1", "BACK-1"},
}


def test_every_word_must_be_answered(portal: Portal, claire: MemberActor) -> None:
    assert {text: found(portal, claire, text) for text in ANSWERS} == ANSWERS


def test_a_hostile_search_finds_at_most_ones_own_lines(portal: Portal, claire: MemberActor) -> None:
    other = portal.write(add_member, first_name="Hugo")
    portal.write(add_claim, actor=other, line_number="OTHERS", act_label="' OR 1=1 -- % _ \\ ?")
    for text in HOSTILE_TEXTS:
        assert found(portal, claire, text) <= {"CROWN-1", "GLASSES-1", "BACK-1"}, ascii(text[:40])
    assert found(portal, claire, "couronne") == {"CROWN-1"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters()))
def test_any_text_gives_a_bounded_number_of_terms(text: str) -> None:
    assert len(read_terms(text, {1: "claire moreau"})) <= MAX_TERMS


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_means_itself_however_it_is_written(day: date) -> None:
    forms = (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat())
    for form in forms:
        (term,) = read_terms(form)
        assert term.day is not None
        assert term.day.period == (day, day)


def test_a_month_or_a_year_is_all_of_its_days() -> None:
    assert DayPattern(None, 2, 2024).period == (date(2024, 2, 1), date(2024, 2, 29))
    assert DayPattern(None, 12, 2026).period == (date(2026, 12, 1), date(2026, 12, 31))
    assert DayPattern(None, None, 2026).period == (date(2026, 1, 1), date(2026, 12, 31))
    assert DayPattern(29, 2, None).period is None


def test_what_may_still_be_typed_after_an_amount_is_found_already() -> None:
    spans = {text: read_terms(text)[0].amount for text in ("23", "23,", "23,5", "23.50")}
    assert spans == {
        "23": (2300, 2399),
        "23,": (2300, 2399),
        "23,5": (2350, 2359),
        "23.50": (2350, 2350),
    }
