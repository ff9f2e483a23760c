"""The list of a member's lines: filters, order, pages, totals, and how little it asks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Operator, Visitor
from portal.domain.claims import Category, Payee, Status
from portal.domain.claims_filter import ClaimFilter, Sort
from portal.domain.claims_lines import ClaimTotals
from portal.domain.errors import NotAllowed
from portal.services.claims import find_claims, latest_claims, stream_claims
from portal.services.claims_summary import claim_choices, yearly_summary
from tests.cast import TODAY, add_beneficiary, add_claim, add_member
from tests.statements import statements

CATEGORIES = list(Category)
STATUSES = list(Status)


def add_many(*, session: Any, actor: MemberActor, count: int) -> list[dict[str, Any]]:
    """Add ``count`` lines that differ in everything a filter looks at, and return what they are."""
    lines = []
    for place in range(count):
        line: dict[str, Any] = {
            "line_number": f"M{actor.member_id}-{place:04d}",
            "care_date": date(2025 + place % 2, place % 12 + 1, place % 28 + 1),
            "beneficiary_rank": (None, 1, 2)[place % 3],
            "category": CATEGORIES[place % len(CATEGORIES)].value,
            "status": STATUSES[place * 3 % len(STATUSES)].value,
            "payee": (None, "assure", "tiers_payant")[place % 3],
            "expense_cents": (place * 7919) % 10_000 - 500,
            "ro_cents": place,
            "rc_cents": 2 * place,
        }
        line["remaining_cents"] = line["expense_cents"] - 3 * place
        line["id"] = add_claim(session=session, actor=actor, **line)
        lines.append(line)
    return lines


def find(portal: Portal, actor: Any, **wanted: Any) -> Any:
    return portal.read(find_claims, actor=actor, wanted=ClaimFilter(**wanted), today=TODAY)


def test_a_page_holds_twenty_lines_the_most_recent_first(portal: Portal) -> None:
    claire = portal.write(add_member)
    lines = portal.write(add_many, actor=claire, count=45)
    newest = sorted(lines, key=lambda line: (line["care_date"], line["id"]), reverse=True)
    for page, expected in ((1, newest[:20]), (2, newest[20:40]), (3, newest[40:])):
        shown = find(portal, claire, page=page)
        assert [row.id for row in shown.rows] == [line["id"] for line in expected]
        assert (shown.page, shown.pages, shown.totals.count) == (page, 3, 45)


def test_a_page_beyond_the_end_is_the_last_one(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_many, actor=claire, count=21)
    shown = find(portal, claire, page=99_999)
    assert (shown.page, shown.pages, len(shown.rows)) == (2, 2, 1)
    assert shown.wanted == ClaimFilter(page=2)


def test_a_member_without_lines_sees_one_empty_page(portal: Portal) -> None:
    shown = find(portal, portal.write(add_member), page=3)
    assert (shown.rows, shown.totals, shown.page, shown.pages) == ((), ClaimTotals(), 1, 1)


def test_nobody_else_s_lines_are_ever_listed_totalled_or_exported(portal: Portal) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member, first_name="Hugo")
    portal.write(add_many, actor=claire, count=5)
    assert find(portal, hugo).totals == ClaimTotals()
    assert portal.read(latest_claims, actor=hugo, today=TODAY) == ()
    assert portal.read(exported, actor=hugo, wanted=ClaimFilter()) == []
    assert portal.read(claim_choices, actor=hugo).years == ()
    assert portal.read(yearly_summary, actor=hugo, year=2026).totals == ClaimTotals()


def test_only_a_signed_in_member_reads_lines(portal: Portal) -> None:
    services: tuple[tuple[Any, dict[str, Any]], ...] = (
        (find_claims, {"wanted": ClaimFilter(), "today": TODAY}),
        (stream_claims, {"wanted": ClaimFilter()}),
        (latest_claims, {"today": TODAY}),
        (claim_choices, {}),
        (yearly_summary, {"year": 2026}),
    )
    for actor in (Visitor(), Operator(), None, 1):
        for service, arguments in services:
            with pytest.raises(NotAllowed):
                portal.read(service, actor=actor, **arguments)


def exported(*, session: Any, actor: Any, wanted: ClaimFilter) -> list[str]:
    """The numbers of the exported lines, in order."""
    rows = stream_claims(session=session, actor=actor, wanted=wanted)
    return [row.line_number for row in rows]


def answers(line: dict[str, Any], wanted: ClaimFilter) -> bool:
    """What a filter asks, said a second time in plain Python."""
    return all(
        (
            wanted.since is None or line["care_date"] >= wanted.since,
            wanted.until is None or line["care_date"] <= wanted.until,
            wanted.beneficiary is None or line["beneficiary_rank"] == wanted.beneficiary,
            not wanted.categories or line["category"] in wanted.categories,
            not wanted.statuses or line["status"] in wanted.statuses,
            wanted.payee is None or line["payee"] == wanted.payee,
            wanted.min_cents is None or line["expense_cents"] >= wanted.min_cents,
            wanted.max_cents is None or line["expense_cents"] <= wanted.max_cents,
        )
    )


ORDERS: dict[Sort, Any] = {
    Sort.NEWEST: lambda line: (-line["care_date"].toordinal(), -line["id"]),
    Sort.OLDEST: lambda line: (line["care_date"], line["id"]),
    Sort.EXPENSE_DOWN: lambda line: (-line["expense_cents"], -line["care_date"].toordinal()),
    Sort.EXPENSE_UP: lambda line: (line["expense_cents"], -line["care_date"].toordinal()),
    Sort.REMAINING_DOWN: lambda line: (-line["remaining_cents"], -line["care_date"].toordinal()),
    Sort.REMAINING_UP: lambda line: (line["remaining_cents"], -line["care_date"].toordinal()),
}
some_day = st.none() | st.dates(date(2024, 12, 1), date(2027, 1, 31))
some_amount = st.none() | st.integers(-1000, 10_000)
combined = st.builds(
    ClaimFilter,
    since=some_day,
    until=some_day,
    beneficiary=st.none() | st.integers(0, 3),
    categories=st.lists(st.sampled_from(Category), max_size=4).map(tuple),
    statuses=st.lists(st.sampled_from(Status), max_size=3).map(tuple),
    payee=st.none() | st.sampled_from(Payee),
    min_cents=some_amount,
    max_cents=some_amount,
    sort=st.sampled_from(Sort),
    page=st.integers(1, 4),
)


def test_filters_combine_and_pages_totals_and_exports_agree(portal: Portal) -> None:
    claire, hugo = portal.write(add_member), portal.write(add_member)
    lines = portal.write(add_many, actor=claire, count=70)
    portal.write(add_many, actor=hugo, count=10)

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(combined)
    def check(wanted: ClaimFilter) -> None:
        expected = [line for line in lines if answers(line, wanted)]
        expected.sort(key=lambda line: (ORDERS[wanted.sort](line), -line["id"]))
        shown = portal.read(find_claims, actor=claire, wanted=wanted, today=TODAY)
        start = (shown.page - 1) * 20
        assert [row.id for row in shown.rows] == [
            line["id"] for line in expected[start : start + 20]
        ]
        assert shown.totals == ClaimTotals(
            len(expected),
            *(
                sum(line[f"{name}_cents"] for line in expected)
                for name in ("expense", "ro", "rc", "remaining")
            ),
        )
        assert portal.read(exported, actor=claire, wanted=wanted) == [
            line["line_number"] for line in expected
        ]

    check()


def test_a_row_says_who_it_is_for_what_it_means_and_by_when(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_beneficiary, actor=claire, rank=1, first_name="Élodie")
    portal.write(add_claim, actor=claire, status="recu", status_date=date(2026, 11, 9))
    portal.write(
        add_claim, actor=claire, beneficiary_rank=7, care_date=date(2026, 1, 1), payee=None
    )
    late, unknown = find(portal, claire).rows
    assert (late.beneficiary, late.category_label) == ("Élodie", "Soins courants")
    assert late.meaning.label == "Reçu par votre complémentaire"
    assert (late.expected_by, late.is_late) == (date(2026, 11, 12), True)
    assert (unknown.beneficiary, unknown.payee, unknown.is_late) == ("", None, False)


def test_a_page_costs_two_statements_and_three_with_a_search(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_many, actor=claire, count=30)
    everything = ClaimFilter(
        since=date(2025, 1, 1), categories=(Category.DENTAL,), sort=Sort.EXPENSE_DOWN
    )
    for wanted, most in (
        (ClaimFilter(), 2),
        (ClaimFilter(page=500), 2),
        (everything, 2),
        (replace(everything, text="dentaire 23 mars 12/03/2026"), 3),
    ):
        with statements(portal.engine) as seen:
            portal.read(find_claims, actor=claire, wanted=wanted, today=TODAY)
        assert 0 < len(seen) <= most


def test_the_menus_offer_only_what_would_find_something(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_beneficiary, actor=claire, rank=2, first_name="Élodie")
    portal.write(add_beneficiary, actor=claire, rank=1)
    portal.write(add_claim, actor=claire, category="optique", status="rejete")
    portal.write(add_claim, actor=claire, category="dentaire", care_date=date(2024, 5, 1))
    choices = portal.read(claim_choices, actor=claire)
    assert choices.years == (2026, 2024)
    assert [(who.rank, who.name) for who in choices.beneficiaries] == [
        (1, "Claire Moreau"),
        (2, "Élodie Moreau"),
    ]
    assert choices.categories == (Category.DENTAL, Category.OPTICAL)
    assert choices.statuses == (Status.PAID, Status.REJECTED)


def test_a_year_adds_up_by_month_and_by_category(portal: Portal) -> None:
    claire = portal.write(add_member)
    lines = [
        line
        for line in portal.write(add_many, actor=claire, count=60)
        if line["care_date"].year == 2026
    ]
    summary = portal.read(yearly_summary, actor=claire, year=2026)
    assert summary.years == (2026, 2025)
    assert summary.totals.expense_cents == sum(line["expense_cents"] for line in lines)
    assert [month for month, _ in summary.by_month] == list(range(1, 13))
    for parts in (summary.by_month, summary.by_category):
        for name in ClaimTotals.__dataclass_fields__:
            assert sum(getattr(sums, name) for _, sums in parts) == getattr(summary.totals, name)
    assert {category for category, _ in summary.by_category} == {
        Category(line["category"]) for line in lines
    }


def test_a_year_outside_the_calendar_is_empty(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_claim, actor=claire)
    for year in (0, -1, 10_000, 10**30, True, "2026", None):
        summary = portal.read(yearly_summary, actor=claire, year=year)
        assert (summary.totals, summary.by_category) == (ClaimTotals(), ())
        assert len(summary.by_month) == 12


def test_the_latest_lines_come_first_and_few(portal: Portal) -> None:
    claire = portal.write(add_member)
    portal.write(add_many, actor=claire, count=8)
    rows = portal.read(latest_claims, actor=claire, today=TODAY, count=3)
    assert list(rows) == list(find(portal, claire).rows[:3])
