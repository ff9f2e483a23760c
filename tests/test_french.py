"""Amounts, dates and plurals as French readers expect them."""

from datetime import date

import pytest

from portal.domain.french import (
    decimal,
    euros,
    hundredths,
    long_date,
    month_year,
    number,
    of_month_year,
    plural,
    set_spaces,
    short_date,
)


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (0, "0,00\u00a0€"),
        (5, "0,05\u00a0€"),
        (99999, "999,99\u00a0€"),
        (100000, "1\u202f000,00\u00a0€"),
        (123456, "1\u202f234,56\u00a0€"),
        (123456789012, "1\u202f234\u202f567\u202f890,12\u00a0€"),
        (-50, "\u22120,50\u00a0€"),
        (-123456, "\u22121\u202f234,56\u00a0€"),
    ],
)
def test_amounts_have_narrow_spaces_a_comma_and_a_true_minus(cents: int, shown: str) -> None:
    assert euros(cents) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(100, "1"), (150, "1,5"), (125, "1,25"), (-205, "\u22122,05"), (0, "0")]
)
def test_quantities_show_only_the_decimals_that_they_have(value: int, shown: str) -> None:
    assert hundredths(value) == shown


@pytest.mark.parametrize(
    ("value", "written"), [(123456, "1234,56"), (-50, "-0,50"), (5, "0,05"), (0, "0,00")]
)
def test_files_hold_plain_decimals(value: int, written: str) -> None:
    assert decimal(value) == written


def test_high_marks_and_guillemets_are_tied_to_their_words() -> None:
    assert set_spaces("« À 65 % » : quoi ? 12 €") == (
        "«\u00a0À 65\u00a0%\u00a0»\u00a0: quoi\u00a0? 12\u00a0€"
    )
    assert set_spaces("Déjà\u00a0: posé") == "Déjà\u00a0: posé"


def test_dates_are_written_out_and_the_first_of_a_month_is_premier() -> None:
    assert long_date(date(2026, 11, 21)) == "21 novembre 2026"
    assert long_date(date(2026, 3, 1)) == "1er mars 2026"
    assert long_date(date(2026, 8, 31)) == "31 août 2026"
    assert short_date(date(2026, 3, 1)) == "01/03/2026"
    assert month_year(date(2026, 2, 1)) == "février 2026"


def test_a_month_that_begins_with_a_vowel_is_elided() -> None:
    assert of_month_year(date(2026, 11, 5)) == "de novembre 2026"
    assert of_month_year(date(2026, 10, 5)) == "d’octobre 2026"
    assert of_month_year(date(2026, 4, 5)) == "d’avril 2026"


def test_zero_and_one_are_singular() -> None:
    assert plural(0, "ligne") == "0\u00a0ligne"
    assert plural(1, "ligne") == "1\u00a0ligne"
    assert plural(1234, "ligne") == "1\u202f234\u00a0lignes"
    assert plural(2, "œil", "yeux") == "2\u00a0yeux"
    assert number(-1000) == "\u22121\u202f000"
