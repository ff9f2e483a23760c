"""What is promised, how long a text is, and what a search shows of it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.conversations import (
    ENOUGH_ANSWERS,
    MAX_LENGTH,
    STATUS_MEANINGS,
    Status,
    is_late,
    promised_by,
    usual_working_days,
)
from portal.domain.conversations_filter import ConversationFilter, read_query, write_query
from portal.domain.errors import InvalidInput
from portal.domain.excerpts import excerpt, search_terms
from portal.services.text_length import checked_body, visible_length
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")


def promised(asked: str) -> str:
    moment = datetime.fromisoformat(asked).replace(tzinfo=PARIS)
    return promised_by(moment.astimezone(UTC), PARIS).astimezone(PARIS).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ("2026-11-16 10:05", "2026-11-18 10:05"),  # Monday to Wednesday
        ("2026-11-20 10:05", "2026-11-24 10:05"),  # over a weekend
        ("2026-11-21 10:05", "2026-11-25 09:00"),  # on a Saturday: from Monday morning
        ("2026-11-20 18:30", "2026-11-25 09:00"),  # Friday evening
        ("2026-11-20 07:10", "2026-11-24 09:00"),  # early, that very day
        ("2026-05-07 15:00", "2026-05-12 15:00"),  # the 8th of May is a holiday
        ("2026-12-31 15:00", "2027-01-05 15:00"),  # so is New Year's Day
        ("2026-10-23 16:30", "2026-10-27 16:30"),  # the clocks go back in between
        ("2026-03-27 09:30", "2026-03-31 09:30"),  # and forward
    ],
)
def test_an_answer_is_promised_at_the_same_time_two_working_days_later(asked: str, by: str) -> None:
    assert promised(asked) == by


def test_it_is_late_once_that_moment_is_past() -> None:
    due = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert not is_late(due, due)
    assert is_late(due, due + timedelta(seconds=1))
    assert not is_late(None, due)


def test_every_status_says_what_it_means_and_who_acts_next() -> None:
    assert set(STATUS_MEANINGS) == set(Status)
    assert all(said.label and said.meaning for said in STATUS_MEANINGS.values())


def test_what_to_expect_is_told_from_enough_past_answers_only() -> None:
    monday = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    quick = (monday, monday + timedelta(hours=5))
    slow = (monday, monday + timedelta(days=8))  # six working days
    assert usual_working_days([quick] * (ENOUGH_ANSWERS - 1), PARIS) is None
    assert usual_working_days([quick] * ENOUGH_ANSWERS, PARIS) == 1
    assert usual_working_days([quick] * 18 + [slow] * 2, PARIS) == 1
    assert usual_working_days([quick] * 17 + [slow] * 3, PARIS) == 6


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("été", 3),
        ("e\u0301te\u0301", 3),
        ("👩‍👩‍👧‍👧", 1),
        ("🇫🇷🇧🇪", 2),
        ("a\nb", 3),
        ("", 0),
        ("👍🏽!", 2),
    ],
)
def test_a_length_is_what_one_sees(text: str, length: int) -> None:
    assert visible_length(text) == length


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u200d", "trop peu", "x" * 751])
def test_a_text_out_of_bounds_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_body(text)
    assert refused.value.field == "body"
    assert refused.value.sentence.endswith(".")


def test_750_characters_pass_whatever_they_are_made_of() -> None:
    for character in ("x", "é", "e\u0301", "👩‍👩‍👧‍👧"):
        assert visible_length(checked_body(character * MAX_LENGTH)) == MAX_LENGTH
    with pytest.raises(InvalidInput, match="retirez 2"):
        checked_body("👩‍👩‍👧‍👧" * (MAX_LENGTH + 2))
    with pytest.raises(InvalidInput, match="signes"):
        checked_body("a" + "\u0301" * 15_000 + " et la suite du message")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_what_is_kept_of_a_hostile_text_can_be_stored_and_shown(text: str) -> None:
    try:
        kept = checked_body("Bonjour à vous, " + text)
    except InvalidInput:
        return
    kept.encode()
    assert not set("\x00\x1b\r\u202e") & set(kept)


def found(text: str, wanted: str, length: int = 140) -> str:
    """An excerpt, what is marked between brackets."""
    pieces = excerpt(text, search_terms(wanted), length)
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


def test_what_was_looked_for_is_marked_whatever_its_accents() -> None:
    assert found("Ma prothèse dentaire", "PROTHESE") == "Ma [prothèse] dentaire"
    assert found("Un œil, des yeux", "oeil") == "Un [œil], des yeux"
    assert found("L\u2019e\u0301te\u0301 dernier", "ete") == "L\u2019[e\u0301te\u0301] dernier"
    assert found("Bonjour,\n\nmerci", "rien") == "Bonjour, merci"


def test_a_long_text_is_cut_around_what_was_looked_for() -> None:
    text = "début " * 60 + "lunettes " + "fin " * 60
    shown = found(text, "lunettes", 60)
    assert "[lunettes]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 90
    assert found(text, "", 60).startswith("début")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_excerpts_take_any_text(text: str) -> None:
    pieces = excerpt(text[:5000], search_terms(text[:100]))
    assert sum(len(piece.text) for piece in pieces) <= 400
    again = read_query(write_query(ConversationFilter(text[:100].replace("\ud800", ""), True, 3)))
    assert again.closed
    assert again.page == 3


def test_a_filter_goes_to_the_address_and_back() -> None:
    wanted = ConversationFilter("été & Cie", closed=True, page=2)
    assert write_query(ConversationFilter()) == ""
    assert read_query(write_query(wanted)) == wanted
    assert read_query("page=-1&terminees=oui&x=%ff") == ConversationFilter()
    assert read_query("page=99999999") == ConversationFilter()
