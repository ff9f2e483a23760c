"""How cells are read, and what is refused."""

from datetime import date

import pytest

from portal.domain.act_families import category_of, search_words
from portal.domain.files import cells
from portal.domain.files.claims import SearchTexts, years_before
from portal.domain.files.kinds import KINDS, category, kind_of
from portal.domain.files.memo import MOST_REMEMBERED, Memo
from portal.domain.files.refusals import CellRefused
from portal.services.imports.contact import email, phone


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("30", 3000),
        ("30,5", 3050),
        ("-0.05", -5),
        ("−12,00", -1200),
        ("1 234,56", 123456),
        ("1\u00a0234\u00a0567.89", 123456789),
        ("12\u202f000", 1200000),
    ],
)
def test_amounts_are_read_in_all_their_spellings(text: str, cents: int) -> None:
    assert cells.hundredths(text) == cents


@pytest.mark.parametrize(
    "text",
    ["1,234", "1.234,56", "12 34", "NaN", "Infinity", "1e3", "30 €", ",5", "5,", "٣", "1_0"],
)
def test_other_amounts_are_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        cells.hundredths(text)


def test_dates_are_iso_or_french_and_exist() -> None:
    assert cells.day("29/02/2024") == cells.day("2024-02-29") == "2024-02-29"
    for text in ("29/02/2023", "2024-13-01", "0000-01-01", "01/01/0001", "20240101", "1/2/2024"):
        with pytest.raises(CellRefused):
            cells.day(text)


def test_words_of_a_list_are_read_whatever_their_case_and_accents() -> None:
    read = cells.one_of("a_venir", "payee")
    assert read("À venir") == "a_venir"
    assert read("PAYÉE") == "payee"
    with pytest.raises(CellRefused, match="a_venir, payee"):
        read("perdue")


def test_yes_and_no() -> None:
    assert cells.yes_no("Oui") is True
    assert cells.yes_no("N") is False
    with pytest.raises(CellRefused):
        cells.yes_no("peut-être")


def test_coordinates_stay_on_earth() -> None:
    assert cells.degrees(90)("48,8566") == pytest.approx(48.8566)
    for text in ("91", "nan", "1e1"):
        with pytest.raises(CellRefused):
            cells.degrees(90)(text)


@pytest.mark.parametrize("good", ["2 69 05 49 588 157 80", "1 85 05 2A 006 008 14"])
def test_a_nir_is_kept_without_its_spaces(good: str) -> None:
    assert cells.nir(good) == good.replace(" ", "")


@pytest.mark.parametrize("bad", ["184127645108947", "1841276451089", "abc", "9" * 15, "²" * 15])
def test_a_nir_with_a_wrong_key_or_shape_is_refused(bad: str) -> None:
    with pytest.raises(CellRefused):
        cells.nir(bad)


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\tb", "a\nb", "a\x7fb", "a\x85b", "a\u202eb", "a\u200bb", "a\u2028b", "x" * 501],
)
def test_unfit_text_is_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        cells.clean(text)


@pytest.mark.parametrize("text", ["DupontÃ©", "lâ€™assuré", "Ren\ufffd", "SÃ\u00a0", "cÅ“ur"])
def test_accents_garbled_before_the_file_was_made_are_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="abîmés"):
        cells.clean(text)


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+33", "-1", "@SUM", "<script>", "' OR 1=1", "🦷", "İ", "SÃO PAULO"]
)
def test_any_other_text_is_kept_as_it_is(text: str) -> None:
    assert cells.clean(text) == text


def test_text_is_trimmed_and_composed() -> None:
    assert cells.clean("  e\u0301lise\u00a0") == "élise"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Jean@Example.ORG", "Jean@example.org"), ("é@exemple.fr", "é@exemple.fr")],
)
def test_emails_are_kept_with_their_domain_in_lower_case(given: str, kept: str) -> None:
    assert email(given) == kept


@pytest.mark.parametrize("bad", ["a@b", "a..b@c.fr", "a b@c.fr", "@c.fr", "a@-b.fr", "a@b.fr."])
def test_bad_emails_are_refused(bad: str) -> None:
    with pytest.raises(CellRefused):
        email(bad)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.39.98.12.34", "+33639981234"),
        ("+32 2 555 12 12", "+3225551212"),
        ("0262 12 34 56", "+262262123456"),
    ],
)
def test_phones_are_kept_in_international_form(given: str, kept: str) -> None:
    assert phone(given) == kept


@pytest.mark.parametrize("bad", ["12", "00 00 00 00 00", "abc", "=1+1"])
def test_bad_phones_are_refused(bad: str) -> None:
    with pytest.raises(CellRefused):
        phone(bad)


@pytest.mark.parametrize("text", ["Médecines douces", "MEDECINES_DOUCES", "médecines-douces"])
def test_categories_are_read_by_their_name_or_code(text: str) -> None:
    assert category(text) == "medecines_douces"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("G", "soins_courants"),
        ("MK", "soins_courants"),
        ("AMI1", "soins_courants"),
        ("HBLD634", "dentaire"),
        ("HBQK002", "dentaire"),
        ("LBLD015", "dentaire"),
        ("TO90", "dentaire"),
        ("MON_A", "optique"),
        ("VER_B", "optique"),
        ("AUD1J", "audiologie"),
        ("PH7", "pharmacie"),
        ("BIO", "biologie_imagerie"),
        ("ZBQK002", "biologie_imagerie"),
        ("ACQN001", "biologie_imagerie"),
        ("VSL", "transport"),
        ("FJH", "hospitalisation"),
        ("BFGA004", "hospitalisation"),
        ("MSP", "prevention"),
        ("OST", "medecines_douces"),
        ("ZZZ999X", "autre"),
    ],
)
def test_a_category_follows_from_the_act(code: str, expected: str) -> None:
    assert category_of(code) == expected


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("prothese", "HBLD634"),
        ("dentiste", "HBJD001"),
        ("lunettes", "MON_A"),
        ("lunettes", "VER_A"),
        ("kine", "MK"),
        ("prise de sang", "BIO"),
        ("psy", "MSP"),
        ("hopital", "FJH"),
    ],
)
def test_members_find_an_act_by_their_own_words(word: str, code: str) -> None:
    assert word in search_words(code, "Acte", category_of(code))


def test_a_search_text_holds_who_gave_the_care_and_the_references() -> None:
    text = SearchTexts()("G", "Visite", "soins_courants", "Dr Élodie", None, "D-42", "VIR7")
    assert {"visite", "elodie", "d-42", "vir7"} <= set(text.split())


def test_a_file_is_known_by_its_header_even_without_a_required_column() -> None:
    for kind in KINDS:
        header = [column.name for column in kind.columns]
        required = [column.name for column in kind.columns if column.required]
        assert kind_of(header) is kind
        assert kind_of(required) is kind
        for missing in required:
            assert kind_of([name for name in header if name != missing]) is kind
    assert kind_of(["nom", "truc"]) is None


def test_two_years_before_29_february_is_28_february() -> None:
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)


def test_what_is_remembered_stays_within_bounds() -> None:
    memo = Memo(str)
    for number in range(3 * MOST_REMEMBERED):
        assert memo[number] == str(number)
        assert len(memo) <= MOST_REMEMBERED
