"""Which new passwords are taken, and what the meter says of those being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services.password_rules import check_new_password, strength
from tests.hostile import HOSTILE_TEXTS

PERSONAL = (
    "Claire",
    "Moreau-Diallo",
    "1984-03-12",
    "claire.md1984@example.org",
    "10000001",
    "Mutuelle Horizon",
)


@pytest.mark.parametrize(
    "password",
    [
        "Lavande-Mistral-27",
        "Été-à-Noël-2026",
        "le chat dort sur le mur",
        "TRAMONTANE GENET GARRIGUE",
        "Vent d’ouest 7!",
        "Lavande-Mistral-27" + " x9" * 36,
    ],
)
def test_a_varied_password_or_a_phrase_is_taken(password: str) -> None:
    assert check_new_password(password, personal=PERSONAL) == ""
    assert strength(password, PERSONAL).score >= 3


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "12"),
        ("Court-1!", "12"),
        ("Lavande-27!x" * 11, "128"),
        ("lavande mistral", "majuscule et un chiffre"),
        ("LAVANDE-MIS-27", "minuscule"),
        ("LavandeMis27x", "spécial"),
        ("Motdepasse-2026", "plus utilisés"),
        ("P@ssw0rd-2026!", "plus utilisés"),
        ("Soleil!2024!9", "plus utilisés"),
        ("Lavande-1234-x", "suite"),
        ("Lavande-9876-x", "suite"),
        ("Azerty-Mistral-7", "suite"),
        ("Lavande-ytreza-7", "suite"),
        ("Lavande-aaaa-27", "suite"),
        ("abcabcabcabcabcabc", "facile"),
        ("Claire-Mistral-27", "vous concerne"),
        ("CLAÏRE-Mistral-27", "vous concerne"),
        ("Cl@1re-Mistral-27", "vous concerne"),
        ("Diallo-Mistral-27", "vous concerne"),
        ("moreaudiallo, le vent", "vous concerne"),
        ("Mistral-12/03/1984", "vous concerne"),
        ("Mistral-840312-xY", "vous concerne"),
        ("Mistral-12-mars-x", "vous concerne"),
        ("Mistral!claire.md1984", "vous concerne"),
        ("Mistral-10000001-x", "vous concerne"),
        ("Horizon-Mistral-27", "vous concerne"),
        ("Lavande\x00Mistral-27", "tapé"),
        ("Lavande\ud800Mistral-27", "tapé"),
    ],
)
def test_what_is_easy_to_guess_is_refused_and_said_why(password: str, said: str) -> None:
    assert said in check_new_password(password, personal=PERSONAL)
    measured = strength(password, PERSONAL)
    assert measured.score <= 1
    assert measured.advice or not password


def test_accents_count_the_same_however_the_keyboard_makes_them() -> None:
    assert check_new_password("Mise a\u0301 l’e\u0301cart", personal=()) == check_new_password(
        "Mise á l’écart", personal=()
    )


def test_short_words_of_a_name_are_allowed() -> None:
    assert check_new_password("Lavande-de-Mistral-27", personal=["de", "Li", "12"]) == ""


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_text_breaks_the_rules_or_the_meter(text: str) -> None:
    assert isinstance(check_new_password(text[:512], personal=[text[:300]]), str)
    assert 0 <= strength(text[:512], [text[:300]]).score <= 4


@given(st.text(max_size=140), st.lists(st.text(max_size=30), max_size=3))
def test_a_password_that_is_taken_always_has_its_length(text: str, personal: list[str]) -> None:
    if check_new_password(text, personal=personal) == "":
        assert len(text) >= 12
