"""Asking to be called back."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import Visitor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.support import CallbackReason, Moment
from portal.models.support import SupportRequest
from portal.services.support import CallbackWish, ask_callback
from tests.cast import TODAY, add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

WISH = CallbackWish("Claire Moreau", "06 12 34 56 78", CallbackReason.SIGN_IN, Moment.MORNING)


def ask(
    portal: Portal,
    wish: CallbackWish = WISH,
    *,
    actor: object = Visitor(),
    browser: str = "browser",
    network: str = "192.0.2.1",
) -> str:
    return portal.write(
        ask_callback,
        actor=actor,
        now=portal.clock.now(),
        today=TODAY,
        cipher=portal.cipher,
        wish=wish,
        browser=browser,
        network=network,
    )


def requests(portal: Portal) -> list[SupportRequest]:
    return portal.read(lambda session: list(session.exec(select(SupportRequest)).all()))


def test_a_callback_is_kept_with_a_reference_one_can_read_out(portal: Portal) -> None:
    reference = ask(portal)
    assert re.fullmatch(r"R-[34679ACDEFGHJKMNPQRTWXY]{6}", reference)
    (request,) = requests(portal)
    assert (request.reference, request.kind, request.reason) == (reference, "callback", "connexion")
    assert request.contact_sealed
    assert "Claire" not in request.contact_sealed
    contact = json.loads(portal.cipher.decrypt(request.contact_sealed))
    assert contact == {"name": "Claire Moreau", "phone": "+33612345678", "moment": "matin"}


def test_a_member_signed_in_is_known(portal: Portal) -> None:
    claire = portal.write(add_member)
    ask(portal, actor=claire)
    assert requests(portal)[0].account_id == claire.account_id


def test_the_same_wish_sent_twice_is_one_request(portal: Portal) -> None:
    assert ask(portal) == ask(portal)
    assert len(requests(portal)) == 1
    assert ask(portal, browser="another") != ask(portal)


def test_the_same_wish_sent_twice_at_once_is_one_request(portal: Portal) -> None:
    with ThreadPoolExecutor(4) as threads:
        references = set(threads.map(lambda _: ask(portal), range(4)))
    assert len(references) == 1
    assert len(requests(portal)) == 1


def test_once_answered_the_same_wish_is_another_request(portal: Portal) -> None:
    def close(session: Session) -> None:
        session.exec(select(SupportRequest)).one().closed_at = portal.clock.now()

    first = ask(portal)
    portal.write(close)
    assert ask(portal) != first
    assert len(requests(portal)) == 2


def test_one_network_address_cannot_ask_without_end(portal: Portal, clock: ManualClock) -> None:
    for number in range(10):
        ask(portal, browser=f"browser {number}")
    with pytest.raises(NotAllowed, match="Appelez-nous"):
        ask(portal, browser="one more")
    ask(portal, browser="one more", network="192.0.2.2")
    clock.advance(timedelta(hours=1))
    ask(portal, browser="yet another")


@pytest.mark.parametrize("phone", ["", "12", "06 12 34 56", "abcdef", "+33", "061234567890"])
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(portal: Portal, phone: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(portal, CallbackWish("Claire", phone, CallbackReason.CONTRACT))
    assert refused.value.field == "phone"
    assert requests(portal) == []


@pytest.mark.parametrize("phone", ["01 42 68 53 00", "+32 475 12 34 56", "0692 12 34 56"])
def test_a_landline_or_a_foreign_number_can_be_called(portal: Portal, phone: str) -> None:
    ask(portal, CallbackWish("Claire", phone, CallbackReason.CONTRACT))
    assert len(requests(portal)) == 1


def test_no_text_breaks_the_request(portal: Portal) -> None:
    for number, text in enumerate(HOSTILE_TEXTS):
        network = f"192.0.2.{number}"
        for wish in (
            CallbackWish(text, WISH.phone, WISH.reason),
            CallbackWish(WISH.name, text, WISH.reason),
        ):
            with suppress(InvalidInput):
                ask(portal, wish, browser=text, network=network)
    for request in requests(portal):
        contact = json.loads(portal.cipher.decrypt(request.contact_sealed or ""))
        assert len(contact["name"]) <= 120
        contact["name"].encode()
