"""What operators, staff and the demonstration see of the outbox."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

import portal.__main__  # noqa: F401 - registers the commands
from portal.bootstrap import Portal
from portal.cli.app import app
from portal.domain.actors import MemberActor, Operator, Role, StaffActor, Visitor
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.models.installation import Installation
from portal.services.outbox_review import (
    DemoLetter,
    demo_letters,
    list_outbox,
    send_again,
    send_all_again,
)
from portal.settings import Settings, brand
from portal.state.delivery import Postman
from portal.views.outbox import demo_letter
from tests.clock import ManualClock
from tests.letters import Pigeon, refusal
from tests.test_outbox import TO, acts, go_round, messages, the_message, write_to

BOTH = (Channel.EMAIL, Channel.SMS)


def become(portal: Portal, origin: str) -> None:
    def mark(*, session: Session) -> None:
        session.merge(Installation(id=1, data_origin=origin, since=portal.clock.now()))

    portal.write(mark)


def kept(portal: Portal, channels: tuple[Channel, ...] = BOTH) -> list[DemoLetter] | None:
    return portal.read(demo_letters, cipher=portal.cipher, channels=channels)


def dead(portal: Portal, letter: Letter = Letter.WELCOME) -> None:
    write_to(portal, letter)
    go_round(portal, Pigeon([refusal(permanent=True)]))


def again(portal: Portal, message_id: int, actor: object = Operator()) -> None:
    portal.write(
        send_again,
        actor=actor,
        cipher=portal.cipher,
        now=portal.clock.now(),
        message_id=message_id,
    )


def test_in_a_demonstration_nothing_leaves_and_everything_can_be_read(portal: Portal) -> None:
    become(portal, "demo")
    write_to(portal, Letter.ACTIVATION_CODE, channel=Channel.SMS, to="+33612345678")
    write_to(portal, Letter.CONFIRM_EMAIL)
    for channel in BOTH:
        go_round(portal, None, channel)
    assert {message.status for message in messages(portal)} == {"sent"}
    found = kept(portal)
    assert found is not None
    assert [(one.to, one.letter) for one in found] == [
        (TO, Letter.CONFIRM_EMAIL),
        ("+33612345678", Letter.ACTIVATION_CODE),
    ]
    email, sms = [
        demo_letter(
            one, head=brand(), public_url="http://localhost:3000", zone=portal.settings.zone
        )
        for one in found
    ]
    assert email.link == "/inscription/confirmation?jeton=T0ken"
    assert email.text.startswith("Bonjour Claire,")
    assert brand().legal_name not in email.text
    assert (sms.code, sms.channel) == ("482913", "SMS")
    assert "482913" in sms.text


def test_what_a_carrier_takes_away_is_not_shown(portal: Portal) -> None:
    become(portal, "demo")
    write_to(portal, Letter.SIGN_IN_CODE)
    assert kept(portal, (Channel.SMS,)) == []
    assert len(kept(portal) or []) == 1
    go_round(portal, Pigeon())
    assert kept(portal) == []


@pytest.mark.parametrize("origin", ["real", ""])
def test_outside_a_demonstration_letters_wait_for_a_carrier_and_nobody_reads_them(
    portal: Portal, origin: str
) -> None:
    if origin:
        become(portal, origin)
    write_to(portal)
    assert kept(portal) is None
    assert go_round(portal, None) == 0
    assert the_message(portal).status == "waiting"
    pigeon = Pigeon()
    go_round(portal, pigeon)
    assert len(pigeon.carried) == 1


def test_a_demonstration_that_is_switched_off_keeps_its_letters_waiting(portal: Portal) -> None:
    become(portal, "demo")
    write_to(portal)
    chosen = portal.settings.model_copy(update={"demo": False})
    go_round(Portal(chosen, portal.engine, portal.clock, portal.cipher), None)
    assert the_message(portal).status == "waiting"


def test_a_missing_carrier_is_told_once_not_every_second(portal: Portal) -> None:
    async def rounds() -> None:
        postman = Postman(portal, Channel.EMAIL, None)
        for _ in range(5):
            await postman.round()

    write_to(portal)
    with capture_logs() as logs:
        asyncio.run(rounds())
    assert [entry["event"] for entry in logs] == ["outbox.no_carrier"]


def test_what_was_given_up_can_be_sent_again(portal: Portal) -> None:
    dead(portal)
    again(portal, 1)
    message = the_message(portal)
    assert (message.status, message.tries) == ("waiting", 0)
    pigeon = Pigeon()
    go_round(portal, pigeon)
    assert len(pigeon.carried) == 1
    assert "outbox.again" in [act for act, _ in acts(portal)]
    with pytest.raises(NotAllowed, match="déjà parti"):
        again(portal, 1)


def test_what_waits_can_be_sent_at_once(portal: Portal) -> None:
    write_to(portal)
    go_round(portal, Pigeon([refusal()]))
    assert go_round(portal, Pigeon()) == 0
    again(portal, 1)
    assert go_round(portal, Pigeon()) == 1


def test_a_code_that_is_no_longer_good_is_not_sent_again(
    portal: Portal, clock: ManualClock
) -> None:
    dead(portal, Letter.SIGN_IN_CODE)
    clock.advance(timedelta(minutes=30))
    write_to(portal, Letter.SIGN_IN_CODE)
    clock.advance(timedelta(minutes=30))
    go_round(portal, Pigeon())
    for message_id in (1, 2):
        with pytest.raises(NotAllowed, match="n’est plus valable"):
            again(portal, message_id)
    with pytest.raises(NotFound):
        again(portal, 3)


def test_sending_again_twice_at_once_sends_once(portal: Portal) -> None:
    dead(portal)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: again(portal, 1), range(2)))
    pigeon = Pigeon()
    while go_round(portal, pigeon):
        pass
    assert len(pigeon.carried) == 1


def test_everything_given_up_is_sent_again_in_one_go(portal: Portal) -> None:
    for _ in range(3):
        dead(portal)
    write_to(portal)
    count = portal.write(send_all_again, actor=Operator(), now=portal.clock.now())
    assert count == 3
    assert {message.status for message in messages(portal)} == {"waiting"}


@pytest.mark.parametrize("actor", [Visitor(), MemberActor(1, 1, 1), None])
def test_members_and_strangers_neither_see_the_outbox_nor_send_again(
    portal: Portal, actor: object
) -> None:
    dead(portal)
    with pytest.raises(NotAllowed):
        portal.read(list_outbox, actor=actor, cipher=portal.cipher)
    with pytest.raises(NotAllowed):
        again(portal, 1, actor)
    with pytest.raises(NotAllowed):
        portal.write(send_all_again, actor=actor, now=portal.clock.now())


def test_staff_see_to_whom_only_in_part(portal: Portal) -> None:
    dead(portal, Letter.SIGN_IN_CODE)
    staff = StaffActor(1, Role.AGENT, 1)
    [line] = portal.read(list_outbox, actor=staff, cipher=portal.cipher)
    assert (line.recipient, line.status) == ("c•••@example.org", "dead")
    assert "482913" not in str(line)


@pytest.fixture
def run(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the test's own portal."""
    monkeypatch.setattr("portal.cli.outbox.portal", lambda: portal)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["outbox", *arguments])

    return call


def test_operators_list_what_has_not_left_and_why(portal: Portal, run: Any) -> None:
    dead(portal)
    write_to(portal, channel=Channel.SMS, to="+33612345678")
    told = run("list")
    assert told.exit_code == 0, told.output
    first, second, *rest = told.output.splitlines()
    assert first.startswith("n°\u00a02, en attente — SMS à ")
    assert "n°\u00a01, abandonné — E-mail à c•••@example.org — «\u00a0Votre espace" in second
    assert second.endswith("1\u00a0essai manqué — Le serveur dit non.")
    assert rest[0] == "Boîte d’envoi\u00a0: 1 en attente, 0 parti, 1 abandonné."
    assert "Aucun envoi par SMS n’est configuré." in rest
    assert "claire@" not in told.output


def test_operators_get_the_list_for_machines(portal: Portal, run: Any) -> None:
    dead(portal)
    write_to(portal)
    answer = json.loads(run("list", "--status", "dead", "--json").stdout)
    assert answer["counts"] == {"dead": 1, "waiting": 1}
    [message] = answer["messages"]
    assert (message["id"], message["letter"], message["tries"]) == (1, "welcome", 1)
    assert message["created_at"] == "2026-11-20T09:00:00+00:00"


def test_operators_send_again_and_are_told_what_was_done(portal: Portal, run: Any) -> None:
    dead(portal)
    dead(portal)
    assert "1\u00a0message à renvoyer" in run("retry", "1").stdout
    assert json.loads(run("retry", "--all", "--json").stdout) == {"retried": 1}
    assert "Aucun message abandonné" in run("retry", "--all").stdout
    missing = run("retry", "9")
    assert (missing.exit_code, "n°\u00a09" in missing.output) == (1, True)
    for arguments in ((), ("1", "--all")):
        assert run("retry", *arguments).exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"sms_url": "json://localhost/no-number?key=SEKRET"},
        {"mail_from": "a@example.org\r\nBcc: x@example.org"},
        {"mail_from": "nobody"},
        {"smtp_tls": "maybe"},
        {"smtp_port": 0},
    ],
)
def test_settings_that_cannot_work_are_refused_without_repeating_secrets(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="validation error") as refused:
        Settings(**wrong)
    assert "SEKRET" not in str(refused.value)


def test_secrets_of_the_settings_are_not_shown(portal: Portal) -> None:
    chosen = Settings(smtp_host="mail", smtp_password="SEKRET-1", sms_url="x://SEKRET-2/{to}")
    wired = Portal(chosen, portal.engine, portal.clock, portal.cipher)
    assert set(wired.carriers) == set(BOTH)
    assert "SEKRET" not in repr(chosen) + repr(wired)
