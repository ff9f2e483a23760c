"""The filter of the list, and its form in the page's address."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.claims import Category, Payee, Status
from portal.domain.claims_address import read_cents, read_query, write_query
from portal.domain.claims_filter import MAX_CENTS, MAX_PAGE, ClaimFilter, Sort, period_of
from tests.hostile import HOSTILE_TEXTS

# The first draw of characters builds tables, which takes seconds on a busy machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = (
    "q",
    "du",
    "au",
    "beneficiaire",
    "categorie",
    "statut",
    "destinataire",
    "min",
    "max",
    "tri",
    "page",
)
any_text = st.text(st.characters(), max_size=150)
amounts = st.none() | st.integers(-MAX_CENTS - 5, MAX_CENTS + 5)
filters = st.builds(
    ClaimFilter,
    text=any_text,
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    beneficiary=st.none() | st.integers(-5, 2000),
    categories=st.lists(st.sampled_from(Category)).map(tuple),
    statuses=st.lists(st.sampled_from(Status)).map(tuple),
    payee=st.none() | st.sampled_from(Payee),
    min_cents=amounts,
    max_cents=amounts,
    sort=st.sampled_from(Sort),
    page=st.integers(-5, MAX_PAGE + 5),
)


@patient
@given(filters)
def test_any_filter_comes_back_from_the_address_as_it_was_written(wanted: ClaimFilter) -> None:
    assert read_query(write_query(wanted)) == wanted


@patient
@given(st.text(st.characters()))
def test_any_query_string_gives_a_filter_whose_address_gives_it_again(query: str) -> None:
    wanted = read_query(query)
    assert read_query(write_query(wanted)) == wanted


@patient
@given(st.lists(st.tuples(st.sampled_from(NAMES), any_text)))
def test_any_values_of_known_names_give_a_filter_within_bounds(pairs: list[Any]) -> None:
    wanted = read_query(pairs)
    assert len(wanted.text) <= 100
    assert 1 <= wanted.page <= MAX_PAGE


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()


@patient
@given(
    st.dictionaries(
        st.sampled_from(sorted(ClaimFilter.__dataclass_fields__)), anything | st.lists(anything)
    )
)
def test_a_filter_made_of_values_of_any_type_is_within_bounds(fields: dict[str, Any]) -> None:
    wanted = ClaimFilter(**fields)
    assert read_query(write_query(wanted)) == wanted


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: ascii(text[:12]))
def test_a_hostile_parameter_is_ignored_or_harmless(name: str, text: str) -> None:
    for wanted in (read_query({name: text}), read_query(f"{name}={text}")):
        assert read_query(write_query(wanted)) == wanted


def test_the_default_filter_has_an_empty_address() -> None:
    assert write_query(ClaimFilter()) == ""
    assert read_query("") == ClaimFilter()
    assert not ClaimFilter(sort=Sort.OLDEST, page=3).narrows
    assert ClaimFilter(text="dent").narrows


def test_an_address_with_every_filter_is_read_whole() -> None:
    wanted = read_query(
        "?q=Proth%C3%A8se&du=2026-01-01&au=31/12/2026&beneficiaire=2&categorie=dentaire"
        "&categorie=optique,pharmacie&statut=effectue&destinataire=assure&min=12,5&max=1%20000"
        "&tri=depense_haute&page=3"
    )
    assert wanted == ClaimFilter(
        text="Prothèse",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        beneficiary=2,
        categories=(Category.DENTAL, Category.OPTICAL, Category.PHARMACY),
        statuses=(Status.PAID,),
        payee=Payee.MEMBER,
        min_cents=1250,
        max_cents=100000,
        sort=Sort.EXPENSE_DOWN,
        page=3,
    )
    assert wanted.year == 2026
    assert write_query(wanted) == (
        "q=Proth%C3%A8se&du=2026-01-01&au=2026-12-31&beneficiaire=2"
        "&categorie=dentaire,optique,pharmacie&statut=effectue&destinataire=assure"
        "&min=12.50&max=1000&tri=depense_haute&page=3"
    )


@pytest.mark.parametrize(
    "query",
    [
        "du=2026-02-30",
        "au=hier",
        "beneficiaire=-1",
        "beneficiaire=deux",
        "categorie=magie",
        "statut=",
        "destinataire=moi",
        "min=gratuit",
        "max=1e9",
        "min=30000000",
        "tri=hasard",
        "page=0",
        "page=100001",
        "page=1.5",
        "inconnu=1",
        "q=%00%07",
    ],
)
def test_what_is_invalid_counts_as_not_asked_for(query: str) -> None:
    assert read_query(query) == ClaimFilter()


def test_bounds_the_wrong_way_round_are_exchanged() -> None:
    wanted = read_query("du=2026-12-31&au=2026-01-01&min=50&max=10")
    assert (wanted.since, wanted.until) == period_of(2026)
    assert (wanted.min_cents, wanted.max_cents) == (1000, 5000)


def test_a_moment_is_not_taken_for_a_day() -> None:
    moment = datetime(2026, 1, 1)  # noqa: DTZ001 - what must be refused
    assert ClaimFilter(since=moment).since is None


def test_a_year_is_a_period_from_its_first_to_its_last_day() -> None:
    assert ClaimFilter(since=date(2026, 1, 1), until=date(2026, 12, 30)).year is None


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1\u202f234,56\u00a0€", 123456),
        ("12.5", 1250),
        ("\u22123", -300),
        ("0", 0),
        ("1,234", None),
        ("", None),
        ("٣", None),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, cents: int | None) -> None:
    assert read_cents(typed) == cents
