"""Whether a page of the help was of use."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.bootstrap import Portal
from portal.domain.errors import InvalidInput, NotAllowed
from portal.models.help_opinions import HelpOpinion
from portal.services.help_opinions import LONGEST_COMMENT, Opinion, give_opinion, opinion_of
from portal.services.purge import purge
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

SLUG = "lire-un-remboursement"


def say(
    portal: Portal,
    *,
    useful: bool = False,
    comment: str = "",
    slug: str = SLUG,
    browser: str = "browser",
    network: str = "192.0.2.1",
) -> Opinion:
    return portal.write(
        give_opinion,
        now=portal.clock.now(),
        slug=slug,
        useful=useful,
        comment=comment,
        browser=browser,
        network=network,
    )


def rows(portal: Portal) -> list[HelpOpinion]:
    return portal.read(lambda session: list(session.exec(select(HelpOpinion)).all()))


def test_an_opinion_is_kept_once_a_browser_and_page_and_may_be_changed(portal: Portal) -> None:
    say(portal, useful=False)
    say(portal, useful=False, comment="Un exemple manque.")
    say(portal, useful=True)
    say(portal, useful=True, slug="tiers-payant")
    say(portal, useful=False, browser="another")
    found = sorted((row.slug, row.useful, row.comment) for row in rows(portal))
    assert found == [(SLUG, False, ""), (SLUG, True, ""), ("tiers-payant", True, "")]


def test_a_reader_finds_their_opinion_again(portal: Portal) -> None:
    say(portal, comment="  Trop\nlong.  ")
    assert portal.read(opinion_of, slug=SLUG, browser="browser") == Opinion(False, "Trop\nlong.")
    assert portal.read(opinion_of, slug=SLUG, browser="another") is None
    assert portal.read(opinion_of, slug=SLUG, browser="") is None


def test_the_row_does_not_say_whose_browser_it_was(portal: Portal) -> None:
    say(portal, browser="secret-cookie")
    (row,) = rows(portal)
    assert "secret-cookie" not in row.key


def test_said_twice_at_once_it_is_one(portal: Portal) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: say(portal, comment="Encore"), range(8)))
    assert len(rows(portal)) == 1


def test_without_the_cookie_of_the_browser_nothing_is_kept(portal: Portal) -> None:
    with pytest.raises(NotAllowed, match="cookies"):
        say(portal, browser="")
    assert rows(portal) == []


def test_a_network_may_say_so_much_an_hour_and_the_same_again_costs_nothing(
    portal: Portal, clock: ManualClock
) -> None:
    for number in range(60):
        say(portal, browser=f"b{number}")
    with pytest.raises(NotAllowed, match="Réessayez"):
        say(portal, browser="b60")
    say(portal, browser="b0")
    say(portal, browser="b60", network="198.51.100.7")
    clock.advance(timedelta(hours=1, seconds=1))
    say(portal, browser="b61")
    assert len(rows(portal)) == 62


def test_a_comment_may_be_long_but_not_too_long(portal: Portal) -> None:
    assert say(portal, comment="é" * LONGEST_COMMENT).comment == "é" * LONGEST_COMMENT
    with pytest.raises(InvalidInput, match="trop long"):
        say(portal, comment="a" * (LONGEST_COMMENT + 1))


def test_hostile_comments_are_only_text(portal: Portal) -> None:
    for place, text in enumerate(HOSTILE_TEXTS):
        network = f"192.0.2.{place}"
        try:
            said = say(portal, comment=text, browser=f"b{place}", network=network)
        except InvalidInput:
            assert len(text.strip()) > LONGEST_COMMENT
        else:
            assert portal.read(opinion_of, slug=SLUG, browser=f"b{place}") == said


def test_opinions_are_forgotten_after_two_years(portal: Portal, clock: ManualClock) -> None:
    say(portal, comment="Ancien")
    clock.advance(timedelta(days=700))
    assert "help_opinion" not in portal.write(purge, now=portal.clock.now())
    clock.advance(timedelta(days=40))
    assert portal.write(purge, now=portal.clock.now())["help_opinion"] == 1
