"""Signing up: step by step, in one browser, up to an account."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import LinkRefused, NotAllowed
from portal.domain.nir import nir_key
from portal.domain.sign_up import Step, nir_fault
from portal.models.accounts import Account
from portal.models.contracts import Contract
from portal.models.installation import Installation
from portal.models.members import Member
from portal.models.outbox import OutboxMessage
from portal.models.sign_up import SignUp
from portal.services import sign_up_matching
from portal.services.demo_sign_up import fill_sign_up
from portal.services.sign_in import sign_in
from portal.services.sign_up import (
    give_contact,
    give_identity,
    give_nir,
    give_password,
    go_back,
    keep_draft,
    resume,
    start_over,
)
from portal.services.sign_up_activation import activate, confirm_email, send_again
from portal.services.sign_up_rows import Progress
from tests.cast import TODAY, add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

BODY = "2840375056123"
NIR = f"{BODY}{nir_key(BODY):02d}"
PASSWORD = "Lavande-Mistral-27"
EMAIL, PHONE = "claire.perso@example.org", "06 12 34 56 78"
WHO = {
    "last_name": "Moreau-Diallo",
    "first_name": "Hélène",
    "birth_date": "12/03/1984",
    "number": "123456",
}


@pytest.fixture
def helene(portal: Portal) -> int:
    """A member the insurer knows, without an account; return her id."""

    def add(*, session: Session) -> int:
        member = Member(
            number="A9000001",
            last_name="Moreau-Diallo",
            first_name="Hélène",
            birth_date=date(1984, 3, 12),
            nir_fingerprint=portal.cipher.fingerprint(NIR),
            email="helene@work.example",
        )
        session.add(member)
        session.flush()
        assert member.id
        session.add(
            Contract(
                number="123456",
                member_id=member.id,
                product="sante",
                plan="Équilibre",
                starts_on=date(2024, 1, 1),
            )
        )
        return member.id

    return portal.write(add)


class Visit:
    """One browser that signs up."""

    def __init__(self, portal: Portal, browser: str = "browser", network: str = "192.0.2.1"):
        self.portal, self.browser, self.network = portal, browser, network

    def do(self, service: Any, **answers: Any) -> Progress:
        return self.portal.write(
            service,
            now=self.portal.clock.now(),
            cipher=self.portal.cipher,
            browser=self.browser,
            **answers,
        )

    def identity(self, **changes: str) -> Progress:
        return self.do(give_identity, today=TODAY, **(WHO | changes))

    def nir(self, nir: str = NIR) -> Progress:
        return self.do(give_nir, nir=nir)

    def contact(self, email: str = EMAIL, phone: str = PHONE) -> Progress:
        return self.do(give_contact, email=email, phone=phone)

    def password(self, password: str = PASSWORD, *, accepted: bool = True) -> Progress:
        return self.do(
            give_password,
            today=TODAY,
            network=self.network,
            insurer="Mutuelle Horizon",
            password=password,
            accepted=accepted,
        )

    def code(self, code: str) -> Progress:
        return self.do(activate, code=code)

    def up_to_the_code(
        self, *, nir: str = NIR, email: str = EMAIL, phone: str = PHONE, **changes: str
    ) -> Progress:
        self.identity(**changes)
        self.nir(nir)
        self.contact(email, phone)
        return self.password()

    def resume(self) -> Progress:
        return self.do(resume)


@pytest.fixture
def visit(portal: Portal) -> Visit:
    return Visit(portal)


def letters(portal: Portal, letter: str) -> list[tuple[str, str, dict[str, str]]]:
    """Channel, recipient and values of the letters of a kind, the oldest first."""
    rows = portal.read(
        lambda session: session.exec(
            select(OutboxMessage)
            .where(OutboxMessage.letter == letter)
            .order_by(col(OutboxMessage.id))
        ).all()
    )
    open_ = portal.cipher.decrypt
    return [
        (row.channel, open_(row.recipient_sealed), json.loads(open_(row.values_sealed)))
        for row in rows
    ]


def code_sent(portal: Portal) -> str:
    return letters(portal, "activation_code")[-1][2]["code"]


def accounts(portal: Portal) -> list[Account]:
    return portal.read(lambda session: list(session.exec(select(Account)).all()))


def can_sign_in(portal: Portal, email: str = EMAIL) -> bool:
    answer = portal.write(
        sign_in,
        now=portal.clock.now(),
        cipher=portal.cipher,
        email=email,
        password=PASSWORD,
        browser="b",
        network="192.0.2.9",
    )
    return answer.refusal is None


@pytest.mark.usefixtures("helene")
def test_a_member_signs_up_with_a_code_by_sms(portal: Portal, visit: Visit, helene: int) -> None:
    assert visit.identity().step == Step.NIR
    assert visit.nir().step == Step.CONTACT
    assert visit.contact().step == Step.PASSWORD
    assert visit.password().step == Step.CODE
    ((channel, to, _),) = letters(portal, "activation_code")
    assert (channel, to) == ("sms", "+33612345678")
    code = code_sent(portal)
    done = visit.code(f" {code[:3]} {code[3:]} ")
    assert (done.step, done.answers.first_name) == (Step.DONE, "Hélène")
    (account,) = accounts(portal)
    assert (account.member_id, account.email, account.phone) == (helene, EMAIL, "+33612345678")
    assert account.email_confirmed_at is None
    assert {to for _, to, _ in letters(portal, "welcome")} == {EMAIL, "helene@work.example"}


@pytest.mark.usefixtures("helene")
def test_the_link_that_confirms_the_address_works_once(portal: Portal, visit: Visit) -> None:
    visit.up_to_the_code()
    visit.code(code_sent(portal))
    ((_, to, values),) = letters(portal, "confirm_email")
    assert to == EMAIL
    path, _, token = values["link"].partition("?jeton=")
    assert path == "/inscription/confirmation"
    portal.write(confirm_email, now=portal.clock.now(), token=token)
    assert accounts(portal)[0].email_confirmed_at == portal.clock.now()
    with pytest.raises(LinkRefused, match="déjà servi"):
        portal.write(confirm_email, now=portal.clock.now(), token=token)
    with pytest.raises(LinkRefused):
        portal.write(confirm_email, now=portal.clock.now(), token="\ud800\x00")


@pytest.mark.usefixtures("helene")
def test_without_a_phone_the_code_goes_by_email_and_confirms_the_address(
    portal: Portal, visit: Visit
) -> None:
    visit.up_to_the_code(phone="")
    ((channel, to, _),) = letters(portal, "activation_code")
    assert (channel, to) == ("email", EMAIL)
    visit.code(code_sent(portal))
    (account,) = accounts(portal)
    assert (account.phone, account.email_confirmed_at) == (None, portal.clock.now())
    assert letters(portal, "confirm_email") == []


@pytest.mark.usefixtures("helene")
def test_the_code_can_go_by_email_when_no_sms_comes_and_the_phone_is_not_proven(
    portal: Portal, visit: Visit
) -> None:
    visit.up_to_the_code()
    by_sms = code_sent(portal)
    visit.do(send_again, by_email=True)
    assert letters(portal, "activation_code")[-1][:2] == ("email", EMAIL)
    if by_sms != code_sent(portal):
        assert "pas le bon" in visit.code(by_sms).faults["code"]
    visit.code(code_sent(portal))
    assert accounts(portal)[0].phone is None


@pytest.mark.usefixtures("helene")
@pytest.mark.parametrize(
    "changes",
    [
        {"last_name": "MOREAU DIALLO", "first_name": "helene"},
        {"last_name": "moreau–diallo".replace("–", "-"), "first_name": "He\u0301le\u0300ne"},
        {"number": "a9000001"},
        {"number": " 123 456 "},
        {"birth_date": "12 3 1984"},
        {"birth_date": "12031984"},
        {"nir": " ".join((NIR[:1], NIR[1:3], NIR[3:5], NIR[5:7], NIR[7:10], NIR[10:13], NIR[13:]))},
    ],
)
def test_a_member_is_found_whatever_the_spelling(
    portal: Portal, visit: Visit, changes: dict[str, str]
) -> None:
    assert visit.up_to_the_code(**changes).step == Step.CODE
    assert len(letters(portal, "activation_code")) == 1


def other_nir() -> str:
    body = "2840375056124"
    return f"{body}{nir_key(body):02d}"


@pytest.mark.usefixtures("helene")
def test_a_mismatch_never_says_which_answer_was_wrong(portal: Portal) -> None:
    wrong: list[dict[str, str]] = [
        {"last_name": "Morel"},
        {"first_name": "Claire"},
        {"birth_date": "13/03/1984"},
        {"number": "123457"},
        {"nir": other_nir()},
    ]
    answers = [Visit(portal, f"browser {n}").up_to_the_code(**one) for n, one in enumerate(wrong)]
    assert len({str(answer.faults) for answer in answers}) == 1
    assert {answer.step for answer in answers} == {Step.IDENTITY}
    assert letters(portal, "activation_code") == []


def test_a_member_imported_without_a_national_number_is_sent_to_a_human(
    portal: Portal, helene: int, visit: Visit
) -> None:
    def forget(session: Session) -> None:
        session.get_one(Member, helene).nir_fingerprint = None

    portal.write(forget)
    for _ in range(3):
        refused = visit.up_to_the_code()
    assert refused.step == Step.REFUSED


@pytest.mark.usefixtures("helene")
def test_after_three_mismatches_a_human_takes_over_for_a_day(
    portal: Portal, visit: Visit, clock: ManualClock
) -> None:
    assert visit.up_to_the_code(number="999999").step == Step.IDENTITY
    assert visit.up_to_the_code(number="999998").step == Step.IDENTITY
    assert visit.up_to_the_code(number="999997").step == Step.REFUSED
    assert visit.up_to_the_code().step == Step.REFUSED
    assert visit.do(start_over).step == Step.REFUSED
    assert visit.do(go_back).step == Step.REFUSED
    assert visit.resume().step == Step.REFUSED
    clock.advance(timedelta(hours=24))
    assert visit.up_to_the_code().step == Step.CODE


@pytest.mark.usefixtures("helene")
def test_one_network_address_cannot_try_many_browsers(portal: Portal, clock: ManualClock) -> None:
    for number in range(15):
        Visit(portal, f"browser {number}").up_to_the_code(number=f"9999{number:02}")
    refused = Visit(portal, "last").up_to_the_code()
    assert (refused.step, "une heure" in refused.faults[""]) == (Step.PASSWORD, True)
    assert Visit(portal, "elsewhere", "192.0.2.2").up_to_the_code().step == Step.CODE
    clock.advance(timedelta(hours=1))
    assert Visit(portal, "last").password().step == Step.CODE


@pytest.mark.usefixtures("helene")
def test_one_contract_number_cannot_be_tried_from_everywhere(portal: Portal) -> None:
    for number in range(5):
        guess = Visit(portal, f"browser {number}", f"192.0.2.{number}")
        guess.up_to_the_code(first_name="Anne")
    right = Visit(portal, "last", "192.0.2.99").up_to_the_code()
    assert right.step == Step.IDENTITY
    assert letters(portal, "activation_code") == []


def test_who_has_an_account_sees_the_same_and_its_owner_is_told(
    portal: Portal, visit: Visit, helene: int
) -> None:
    visit.up_to_the_code()
    visit.code(code_sent(portal))
    thief = Visit(portal, "thief", "192.0.2.66")
    seen = thief.up_to_the_code(email="thief@example.org", phone="06 98 76 54 32")
    assert (seen.step, dict(seen.faults), seen.wait) == (Step.CODE, {}, 120)
    assert [to for _, to, _ in letters(portal, "activation_code")] == ["+33612345678"]
    assert letters(portal, "already_registered") == [("email", EMAIL, {"first_name": "Hélène"})]
    for _ in range(4):
        assert "pas le bon" in thief.code("123456").faults["code"]
    assert "Trop d’essais" in thief.code("123456").faults["code"]
    (account,) = accounts(portal)
    assert (account.member_id, account.email) == (helene, EMAIL)


@pytest.mark.usefixtures("helene")
def test_an_address_that_serves_another_account_is_not_told_either(
    portal: Portal, visit: Visit
) -> None:
    other: MemberActor = portal.write(add_member, first_name="Ada")

    def move(session: Session) -> None:
        session.get_one(Account, other.account_id).email = EMAIL

    portal.write(move)
    seen = visit.up_to_the_code(email=EMAIL.upper())
    assert (seen.step, dict(seen.faults)) == (Step.CODE, {})
    assert letters(portal, "activation_code") == []
    assert letters(portal, "already_registered") == [("email", EMAIL, {"first_name": "Ada"})]


@pytest.mark.usefixtures("helene")
def test_a_code_sent_to_one_phone_proves_no_other(portal: Portal, visit: Visit) -> None:
    visit.up_to_the_code(phone="06 98 76 54 32")
    code = code_sent(portal)
    visit.do(go_back)
    visit.do(go_back)
    visit.contact(EMAIL, PHONE)
    assert visit.password("").step == Step.CODE
    if code != code_sent(portal):
        assert visit.code(code).step == Step.CODE
    assert visit.code(code_sent(portal)).step == Step.DONE
    assert accounts(portal)[0].phone == "+33612345678"


def test_a_code_of_before_is_of_no_use_once_the_member_has_an_account(
    portal: Portal, visit: Visit, helene: int
) -> None:
    visit.up_to_the_code()
    code = code_sent(portal)
    other = Visit(portal, "other")
    other.up_to_the_code(email="autre@example.org", phone="06 98 76 54 32")
    other.code(code_sent(portal))
    assert "Connectez-vous" in visit.code(code).faults["code"]
    visit.do(go_back)
    visit.password("")
    assert visit.code(code).step == Step.CODE
    assert [account.email for account in accounts(portal)] == ["autre@example.org"]


@pytest.mark.usefixtures("helene")
def test_the_right_code_sent_twice_at_once_makes_one_account(portal: Portal, visit: Visit) -> None:
    visit.up_to_the_code()
    code = code_sent(portal)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: visit.code(code), range(4)))
    assert {answer.step for answer in answers} == {Step.DONE}
    assert len(accounts(portal)) == 1
    assert len(letters(portal, "confirm_email")) == 1


@pytest.mark.usefixtures("helene")
def test_every_step_sent_twice_at_once_counts_once(portal: Portal, visit: Visit) -> None:
    steps = (visit.identity, visit.nir, visit.contact, visit.password)
    with ThreadPoolExecutor(4) as threads:
        for step in steps:
            list(threads.map(lambda _, step=step: step(), range(4)))
    assert visit.resume().step == Step.CODE
    assert len(letters(portal, "activation_code")) == 1
    rows = portal.read(lambda session: session.exec(select(SignUp)).all())
    assert [row.mismatches for row in rows] == [0]


@pytest.mark.usefixtures("helene")
def test_a_code_is_late_after_thirty_minutes_and_another_waits_two(
    portal: Portal, visit: Visit, clock: ManualClock
) -> None:
    visit.up_to_the_code()
    code = code_sent(portal)
    assert visit.do(send_again, by_email=False).wait == 120
    assert len(letters(portal, "activation_code")) == 1
    clock.advance(timedelta(minutes=30))
    assert "plus valable" in visit.code(code).faults["code"]
    visit.do(send_again, by_email=False)
    assert visit.code(code_sent(portal)).step == Step.DONE


@pytest.mark.usefixtures("helene")
def test_codes_are_not_sent_without_end(portal: Portal, visit: Visit, clock: ManualClock) -> None:
    visit.up_to_the_code()
    for _ in range(10):
        clock.advance(timedelta(minutes=2))
        answer = visit.do(send_again, by_email=False)
    assert "rappelé" in answer.faults["code"]
    assert len(letters(portal, "activation_code")) == 6


def test_what_was_typed_is_there_again_and_only_in_that_browser(
    portal: Portal, visit: Visit
) -> None:
    visit.do(keep_draft, field="last_name", text="Moreau <b>")
    assert visit.resume().answers.last_name == "Moreau <b>"
    visit.identity()
    visit.nir()
    visit.do(keep_draft, field="email", text="claire@exa")
    found = visit.resume()
    assert (found.step, found.answers.email, found.answers.nir) == (Step.CONTACT, "claire@exa", NIR)
    assert Visit(portal, "another").resume() == Progress()
    assert Visit(portal, "").resume() == Progress()
    sealed = portal.read(lambda session: session.exec(select(SignUp.answers_sealed)).one())
    assert "Moreau" not in sealed
    assert NIR not in sealed


def test_going_back_forgets_nothing(visit: Visit) -> None:
    visit.identity()
    visit.nir()
    visit.contact()
    for step in (Step.CONTACT, Step.NIR, Step.IDENTITY, Step.IDENTITY):
        assert visit.do(go_back).step == step
    visit.identity()
    assert visit.nir("").step == Step.CONTACT
    assert visit.resume().answers.email == EMAIL


def test_a_sign_up_is_forgotten_after_a_day(visit: Visit, clock: ManualClock) -> None:
    visit.identity()
    clock.advance(timedelta(hours=24))
    assert visit.resume() == Progress()
    visit.do(keep_draft, field="last_name", text="Autre")
    assert visit.resume().answers.first_name == ""


@pytest.mark.usefixtures("helene")
def test_two_people_of_one_household_sign_up_in_turn(portal: Portal, visit: Visit) -> None:
    visit.up_to_the_code()
    done = visit.code(code_sent(portal))
    assert done.answers.nir == ""
    again = visit.do(start_over)
    assert (again.step, again.answers.email) == (Step.IDENTITY, "")


def test_a_browser_without_cookies_is_told_so(portal: Portal) -> None:
    with pytest.raises(NotAllowed, match="cookies"):
        Visit(portal, "").identity()


@pytest.mark.parametrize(
    ("password", "accepted", "field"),
    [
        ("", True, "password"),
        ("Hélène-Mistral-27", True, "password"),
        ("Mistral-12031984-x", True, "password"),
        ("Horizon-Mistral-27", True, "password"),
        (PASSWORD, False, "accepted"),
    ],
)
def test_the_password_follows_the_rules_and_the_terms_are_accepted(
    visit: Visit, password: str, accepted: bool, field: str
) -> None:
    visit.identity()
    visit.nir()
    visit.contact()
    answer = visit.password(password, accepted=accepted)
    assert (answer.step, list(answer.faults)) == (Step.PASSWORD, [field])


def test_the_password_is_kept_hashed_until_what_it_may_not_contain_changes(visit: Visit) -> None:
    visit.identity()
    visit.nir()
    visit.contact()
    assert visit.password(accepted=False).has_password
    assert visit.resume().answers.password_hash == ""
    visit.do(go_back)
    assert visit.contact("other@example.org").has_password is False


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez"),
        ("abc", "chiffres"),
        (NIR[:13], "la clé"),
        (NIR[:14], "14"),
        (NIR + "1", "16"),
        ("9" + NIR[1:], "commence"),
        (NIR[:7] + "9" + NIR[8:], "clé"),
        ("1840375056123²²", "chiffres"),
    ],
)
def test_what_is_wrong_with_a_national_number_is_told_plainly(typed: str, said: str) -> None:
    assert said in nir_fault(typed)


@pytest.mark.parametrize("body", ["284052A056123", "184052B056123"])
def test_a_corsican_number_is_right(body: str) -> None:
    assert nir_fault(f"{body[:5]} {body[5:]} {nir_key(body):02d}".lower()) == ""


@pytest.mark.parametrize(
    "birth_date",
    [
        "",
        "29/02/1983",
        "31/12/9999",
        "00/00/0000",
        "12/03/84",
        "21/11/2026",
        "12/03/1899",
        "١٢/٣/١٩٨٤",
    ],
)
def test_a_birth_date_that_is_none_is_told(visit: Visit, birth_date: str) -> None:
    assert list(visit.identity(birth_date=birth_date).faults) == ["birth_date"]


@pytest.mark.parametrize("phone", ["01 42 68 53 00", "12", "+33 1 42 68 53 00", "0800 123 456"])
def test_a_number_that_receives_no_sms_is_told(visit: Visit, phone: str) -> None:
    visit.identity()
    visit.nir()
    assert list(visit.contact(phone=phone).faults) == ["phone"]


@pytest.mark.parametrize("phone", ["+32 475 12 34 56", "+44 7911 123456", "0692 12 34 56", ""])
def test_a_foreign_mobile_or_none_is_fine(visit: Visit, phone: str) -> None:
    visit.identity()
    visit.nir()
    assert visit.contact(phone=phone).step == Step.PASSWORD


def test_in_a_demonstration_somebody_is_invented_who_can_sign_up(
    portal: Portal, visit: Visit
) -> None:
    def invent(who: Visit) -> Progress:
        return who.do(fill_sign_up, network=who.network)

    with pytest.raises(NotAllowed):
        invent(visit)
    now = portal.clock.now()
    portal.write(lambda session: session.add(Installation(data_origin="demo", since=now)))
    answers = invent(visit).answers
    visit.identity(
        last_name=answers.last_name,
        first_name=answers.first_name,
        birth_date=answers.birth_date,
        number=answers.number,
    )
    visit.nir("")
    visit.contact(answers.email, "")
    assert visit.password().step == Step.CODE
    assert visit.code(code_sent(portal)).step == Step.DONE
    for number in range(9):
        invent(Visit(portal, f"browser {number}"))
    with pytest.raises(NotAllowed, match="une heure"):
        invent(Visit(portal, "one more"))


@pytest.mark.usefixtures("helene")
def test_no_text_breaks_any_field(portal: Portal, visit: Visit, clock: ManualClock) -> None:
    drafts = ("last_name", "first_name", "birth_date", "number", "email", "phone")
    for text in HOSTILE_TEXTS:
        short = text[:254]
        for field in drafts:
            visit.do(keep_draft, field=field, text=short)
        for step in (
            partial(visit.identity, last_name=short),
            partial(visit.identity, first_name=short, birth_date=short, number=short),
            visit.identity,
            partial(visit.nir, short),
            visit.nir,
            partial(visit.contact, short, short),
            visit.contact,
            partial(visit.password, text[:512]),
            visit.password,
            partial(visit.code, short),
        ):
            answers = step().answers
            json.dumps(answers.last_name).encode()
            "".join((answers.last_name, answers.number, answers.email, answers.phone)).encode()
        with suppress(NotAllowed):
            Visit(portal, text).identity()
        visit.do(start_over)
        clock.advance(timedelta(hours=24))
    assert accounts(portal) == []


@pytest.mark.usefixtures("helene")
def test_one_phone_does_not_ring_all_day_for_whoever_changes_browsers(
    portal: Portal, clock: ManualClock
) -> None:
    for number in range(4):
        visit = Visit(portal, f"browser-{number}", f"192.0.2.{number}")
        visit.up_to_the_code()
        for _ in range(5):
            clock.advance(timedelta(minutes=2))
            visit.do(send_again, by_email=False)
    assert len(letters(portal, "activation_code")) == 12


def test_an_ipv6_subscriber_cannot_try_from_each_of_their_addresses(
    portal: Portal, clock: ManualClock
) -> None:
    for number in range(15):
        visit = Visit(portal, f"browser-{number}", f"2001:db8:1:2::{number:x}")
        visit.up_to_the_code(number=f"A1{number}")
        clock.advance(timedelta(seconds=1))
    refused = Visit(portal, "last", "2001:db8:1:2:ffff::1").up_to_the_code(number="A200")
    assert "connexion à internet" in refused.faults[""]
    other = Visit(portal, "other", "2001:db8:1:3::1").up_to_the_code(number="A201")
    assert "connexion à internet" not in other.faults[""]


@pytest.mark.usefixtures("helene")
def test_two_browsers_at_once_with_an_account_already_see_the_same(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [Visit(portal, f"browser-{number}") for number in range(3)]
    visits[0].up_to_the_code()
    visits[0].code(code_sent(portal))
    slow = sign_up_matching.post

    def slowly(session: Session, **named: Any) -> None:
        slow(session, **named)
        session.flush()
        time.sleep(0.3)

    monkeypatch.setattr(sign_up_matching, "post", slowly)
    with ThreadPoolExecutor(2) as threads:
        steps = list(threads.map(lambda visit: visit.up_to_the_code().step, visits[1:]))
    assert steps == [Step.CODE, Step.CODE]
    assert len(letters(portal, "already_registered")) == 1
