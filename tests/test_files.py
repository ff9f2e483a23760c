"""Files of drafts and messages: who may see them, how many, and what becomes of them."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.adapters.file_store import EncryptedFolder
from portal.bootstrap import Portal, cipher_of, key_file
from portal.domain.actors import MemberActor, Operator, Role, StaffActor, Visitor
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import (
    LONGEST_NAME,
    MOST_IN_ONE_PLACE,
    FileLimits,
    MediaType,
    is_place,
    kept_name,
    of_draft,
    of_message,
)
from portal.models.audit import AuditEntry
from portal.models.files import StoredFile
from portal.models.messages import MessageDraft
from portal.services.account_deletion import WORD, delete_account
from portal.services.file_intake import begin_upload
from portal.services.file_sweep import sweep_files
from portal.services.files import (
    files_of,
    forget_files,
    move_files,
    open_file,
    put_back,
    remove_file,
)
from portal.services.purge import purge
from portal.services.rotation import renew_sealed
from portal.views.files import file_size, files
from tests.cast import add_member
from tests.clock import ManualClock
from tests.hostile_files import HOSTILE_NAMES
from tests.sent_files import LIMITS, files_at, received, send

AGENT = StaffActor(account_id=9_999, role=Role.AGENT, session_id=0)


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    return portal.write(add_member)


@pytest.fixture
def luc(portal: Portal) -> MemberActor:
    return portal.write(add_member, first_name="Luc")


def count(portal: Portal, table: type = StoredFile) -> int:
    return portal.read(lambda session: session.scalar(select(func.count()).select_from(table)))


def acts(portal: Portal) -> list[str]:
    found = select(col(AuditEntry.act)).order_by(col(AuditEntry.id))
    return portal.read(lambda session: list(session.scalars(found)))


def opens(portal: Portal, actor: Any, public_id: str) -> Any:
    return portal.write(
        open_file,
        actor=actor,
        now=portal.clock.now(),
        cipher=portal.cipher,
        public_id=public_id,
    )


def begin(portal: Portal, actor: Any, key: str = "k-1", limits: FileLimits = LIMITS) -> Any:
    return portal.write(
        begin_upload, actor=actor, now=portal.clock.now(), limits=limits, place="new", key=key
    )


def move(portal: Portal, actor: MemberActor, message_id: int = 34, place: str = "new") -> int:
    return portal.write(
        move_files,
        from_holder=of_draft(actor.account_id, place),
        to_holder=of_message(message_id),
        member_id=actor.member_id,
    )


def test_a_file_is_listed_where_it_was_put(portal: Portal, claire: MemberActor) -> None:
    send(portal, claire, file=received(name="a.pdf"))
    send(portal, claire, file=received(name="b.pdf"))
    send(portal, claire, place="conversation-12", file=received(name="c.pdf"))
    assert [line.name for line in files_at(portal, claire)] == ["a.pdf", "b.pdf"]
    assert [line.name for line in files_at(portal, claire, "conversation-12")] == ["c.pdf"]
    assert acts(portal) == ["file.added"] * 3


def test_the_same_sending_twice_is_one_file(portal: Portal, claire: MemberActor) -> None:
    first = send(portal, claire, key="k-1")
    again = send(portal, claire, key="k-1")
    assert first.is_new
    assert not again.is_new
    assert again.line == first.line
    assert begin(portal, claire) == first.line
    assert count(portal) == 1


def test_the_same_sending_by_somebody_else_is_another_file(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    send(portal, claire, key="k-1")
    assert begin(portal, luc) is None
    assert send(portal, luc, key="k-1").is_new


def test_the_same_sending_at_once_is_one_file(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(6) as threads:
        sent = list(threads.map(lambda _: send(portal, claire, key="k-1"), range(6)))
    assert sum(one.is_new for one in sent) == 1
    assert len({one.line.public_id for one in sent}) == 1
    assert count(portal) == 1


def test_a_place_takes_so_many_and_no_more_also_at_once(
    portal: Portal, claire: MemberActor
) -> None:
    def one(_: int) -> bool:
        try:
            return send(portal, claire).is_new
        except FileNotTaken:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(MOST_IN_ONE_PLACE + 6))) == MOST_IN_ONE_PLACE
    assert count(portal) == MOST_IN_ONE_PLACE
    with pytest.raises(FileNotTaken) as refusal:
        begin(portal, claire)
    assert refusal.value.reason is Reason.PLACE_FULL


def test_a_member_keeps_so_many_bytes_wherever_they_are(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    limits = FileLimits(bytes_kept=2_500, files_a_day=100)
    send(portal, claire, file=received(b"x" * 1_000), limits=limits)
    move(portal, claire)
    send(portal, claire, file=received(b"x" * 1_000), limits=limits)
    with pytest.raises(FileNotTaken) as refusal:
        send(portal, claire, file=received(b"x" * 1_000), limits=limits)
    assert refusal.value.reason is Reason.QUOTA
    assert send(portal, luc, file=received(b"x" * 1_000), limits=limits).is_new


def test_a_day_has_so_many_tries_whether_they_succeed_or_not(
    portal: Portal, claire: MemberActor, luc: MemberActor, clock: ManualClock
) -> None:
    limits = FileLimits(bytes_kept=10_000, files_a_day=3)
    for number in range(3):
        assert begin(portal, claire, f"k-{number}", limits) is None
    with pytest.raises(FileNotTaken) as refusal:
        begin(portal, claire, "k-9", limits)
    assert refusal.value.reason is Reason.TOO_MANY_TODAY
    assert begin(portal, luc, "k-1", limits) is None
    clock.advance(timedelta(days=1, seconds=1))
    assert begin(portal, claire, "k-9", limits) is None


def test_nobody_sends_without_being_signed_in(portal: Portal) -> None:
    for nobody in (Visitor(), Operator()):
        with pytest.raises(NotAllowed):
            begin(portal, nobody)
        with pytest.raises(NotAllowed):
            send(portal, nobody)
        with pytest.raises(NotAllowed):
            files_at(portal, nobody)
        with pytest.raises(NotAllowed):
            opens(portal, nobody, "x")


def test_a_draft_is_read_by_whoever_writes_it_and_by_nobody_else(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    public_id = send(portal, claire).line.public_id
    found = opens(portal, claire, public_id)
    assert found.line.name == "facture.pdf"
    words = set()
    for actor, asked in ((luc, public_id), (AGENT, public_id), (claire, "unknown"), (luc, "")):
        with pytest.raises(NotFound) as refusal:
            opens(portal, actor, asked)
        words.add(refusal.value.sentence)
    assert len(words) == 1
    assert acts(portal) == ["file.added", "file.read"]


def test_what_was_sent_is_read_by_its_member_and_the_staff(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    public_id = send(portal, claire).line.public_id
    assert move(portal, claire) == 1
    assert files_at(portal, claire) == []
    for actor in (claire, AGENT):
        assert opens(portal, actor, public_id).line.public_id == public_id
    with pytest.raises(NotFound):
        opens(portal, luc, public_id)
    read = select(AuditEntry).where(col(AuditEntry.act) == "file.read")
    entries = portal.read(lambda session: session.scalars(read).all())
    assert {entry.account_id for entry in entries} == {claire.account_id, AGENT.account_id}
    assert {entry.details["member_id"] for entry in entries} == {claire.member_id}


def test_a_file_of_the_staff_belongs_to_the_member_it_is_sent_to(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    agent = StaffActor(account_id=luc.account_id, role=Role.AGENT, session_id=0)
    public_id = send(portal, agent, place="conversation-12").line.public_id
    with pytest.raises(NotFound):
        opens(portal, claire, public_id)
    portal.write(
        move_files,
        from_holder=of_draft(agent.account_id, "conversation-12"),
        to_holder=of_message(7),
        member_id=claire.member_id,
    )
    assert opens(portal, claire, public_id).line.public_id == public_id
    listed = portal.read(files_of, holders=[of_message(7), of_message(8)])
    assert [line.public_id for line in listed[of_message(7)]] == [public_id]
    assert list(listed) == [of_message(7)]


def test_a_file_taken_back_can_be_put_back_and_is_not_sent_meanwhile(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    now = portal.clock.now()
    public_id = send(portal, claire).line.public_id
    for stranger in (luc, AGENT):
        with pytest.raises(NotFound):
            portal.write(remove_file, actor=stranger, now=now, public_id=public_id)
    assert portal.write(remove_file, actor=claire, now=now, public_id=public_id) == "new"
    assert [line.is_removed for line in files_at(portal, claire)] == [True]
    assert move(portal, claire) == 0
    with pytest.raises(NotFound):
        opens(portal, claire, public_id)
    with pytest.raises(NotFound):
        portal.write(put_back, actor=luc, now=now, public_id=public_id)
    assert portal.write(put_back, actor=claire, now=now, public_id=public_id) == "new"
    assert move(portal, claire) == 1
    for act in (remove_file, put_back):
        with pytest.raises(NotFound):
            portal.write(act, actor=claire, now=now, public_id=public_id)


def test_a_full_place_takes_nothing_back(portal: Portal, claire: MemberActor) -> None:
    now = portal.clock.now()
    public_id = send(portal, claire).line.public_id
    portal.write(remove_file, actor=claire, now=now, public_id=public_id)
    for _ in range(MOST_IN_ONE_PLACE):
        send(portal, claire)
    with pytest.raises(FileNotTaken):
        portal.write(put_back, actor=claire, now=now, public_id=public_id)


def test_a_draft_given_up_forgets_its_files(portal: Portal, claire: MemberActor) -> None:
    send(portal, claire)
    gone = send(portal, claire).line.public_id
    portal.write(remove_file, actor=claire, now=portal.clock.now(), public_id=gone)
    send(portal, claire, place="conversation-1")
    assert portal.write(forget_files, holder=of_draft(claire.account_id, "new")) == 2
    assert count(portal) == 1


def test_files_of_abandoned_drafts_go_after_a_month_and_others_stay(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    now = portal.clock.now()
    send(portal, claire, place="conversation-1")
    send(portal, claire, place="conversation-2")
    removed = send(portal, claire).line.public_id
    portal.write(remove_file, actor=claire, now=now, public_id=removed)
    send(portal, claire)
    move(portal, claire)

    def goes_on(*, session: Session) -> None:
        session.add(
            MessageDraft(
                account_id=claire.account_id, place="conversation-2", stamp="s", updated_at=now
            )
        )

    portal.write(goes_on)
    clock.advance(timedelta(days=2))
    assert portal.write(purge, now=clock.now())["stored_file"] == 1
    assert len(files_at(portal, claire, "conversation-1")) == 1
    clock.advance(timedelta(days=30))
    assert portal.write(purge, now=clock.now())["stored_file"] == 1
    left = portal.read(lambda session: list(session.scalars(select(col(StoredFile.holder)))))
    assert sorted(left) == [of_draft(claire.account_id, "conversation-2"), of_message(34)]


def test_an_account_that_is_deleted_takes_its_drafts_along_and_leaves_what_was_sent(
    portal: Portal, claire: MemberActor, luc: MemberActor
) -> None:
    send(portal, claire)
    sent = send(portal, claire, place="conversation-1").line.public_id
    move(portal, claire, place="conversation-1")
    taken_back = send(portal, claire).line.public_id
    portal.write(remove_file, actor=claire, now=portal.clock.now(), public_id=taken_back)
    send(portal, luc)
    portal.write(
        delete_account, actor=claire, now=portal.clock.now(), cipher=portal.cipher, typed=WORD
    )
    assert len(files_at(portal, luc)) == 1
    (kept,) = portal.read(
        lambda session: session.scalars(
            select(StoredFile).where(col(StoredFile.public_id) == sent)
        ).all()
    )
    assert kept.account_id is None
    assert kept.member_id == claire.member_id
    assert count(portal) == 2


def test_after_a_rotation_the_newest_key_alone_opens_the_files(
    portal: Portal, claire: MemberActor, tmp_path: Any
) -> None:
    store = EncryptedFolder(tmp_path / "kept")
    content = store.put(b"facture" * 30_000)
    file = received()
    public_id = send(
        portal,
        claire,
        file=type(file)(file.name, file.media_type, 210_000, 210_000, file.sent_sha256, content),
    ).line.public_id
    key_file(portal.settings).add()
    fresh = cipher_of(portal.settings)
    portal.write(renew_sealed, actor=Operator(), cipher=fresh, now=portal.clock.now())
    newest = type(fresh)(lambda: key_file(portal.settings).keys()[:1])
    found = portal.write(
        open_file, actor=claire, now=portal.clock.now(), cipher=newest, public_id=public_id
    )
    assert b"".join(store.read(found.stored_name, found.content_key)) == b"facture" * 30_000


def test_the_sweep_removes_what_no_row_names_and_spares_what_is_new(
    portal: Portal, claire: MemberActor, tmp_path: Any
) -> None:
    store = EncryptedFolder(tmp_path / "swept")
    now = datetime.now(UTC)
    named, orphan, fresh = store.put(b"a"), store.put(b"b"), store.put(b"c")
    file = received()
    send(
        portal,
        claire,
        file=type(file)(file.name, file.media_type, 1, 1, file.sent_sha256, named),
    )
    old = (now - timedelta(hours=2)).timestamp()
    for kept in (named, orphan):
        os.utime(tmp_path / "swept" / kept.name[:2] / kept.name, (old, old))
    swept = portal.read(sweep_files, store=store, now=now)
    assert (swept.orphans, swept.spared) == (1, 0)
    left = set(store.names(before=now + timedelta(minutes=1)))
    assert left == {named.name, fresh.name}


def test_the_sweep_spares_everything_when_the_database_knows_too_little(
    portal: Portal, tmp_path: Any
) -> None:
    store = EncryptedFolder(tmp_path / "swept")
    for _ in range(21):
        store.put(b"x")
    later = datetime.now(UTC) + timedelta(hours=2)
    assert portal.read(sweep_files, store=store, now=later).spared == 21
    assert portal.read(sweep_files, store=store, now=later, force=True).orphans == 21


@pytest.mark.parametrize("given", HOSTILE_NAMES)
def test_whatever_a_file_is_called_its_name_is_harmless(given: str) -> None:
    name = kept_name(given, MediaType.PDF)
    assert name.endswith(".pdf")
    assert 4 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*\u202e\u200b')
    assert not name.startswith((".", " "))
    assert kept_name(name, MediaType.PDF) == name
    name.encode("utf-8")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("IMG_0042.HEIC", "IMG_0042.jpg"),
        ("Facture n° 12.2026.pdf", "Facture n° 12.2026.jpg"),
        ("Dr. Petit.jpeg", "Dr. Petit.jpg"),
        ("facture.pdf.exe", "facture.jpg"),
        ("C:\\Users\\claire\\scan.png", "scan.jpg"),
        ("e\u0301tat.pdf", "\u00e9tat.jpg"),
        ("", "document.jpg"),
    ],
)
def test_a_name_ends_as_its_content_says(given: str, kept: str) -> None:
    assert kept_name(given, MediaType.JPEG) == kept


@pytest.mark.parametrize(
    "place", ["", "New", "new ", "../x", "draft:1:new", "a" * 33, "new\n", "a-b-c-d-e"]
)
def test_a_place_is_a_word_and_a_number(place: str) -> None:
    assert not is_place(place)
    with pytest.raises(ValueError):
        of_draft(1, place)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "1\u00a0ko"),
        (45_000, "44\u00a0ko"),
        (1_048_576, "1\u00a0Mo"),
        (1_300_000, "1,2\u00a0Mo"),
        (10_485_760, "10\u00a0Mo"),
    ],
)
def test_sizes_are_said_in_french(size: int, shown: str) -> None:
    assert file_size(size) == shown


def test_a_file_is_shown_with_the_proof_of_what_was_received(
    portal: Portal, claire: MemberActor
) -> None:
    send(portal, claire)
    (shown,) = files(files_at(portal, claire), portal.settings.zone)
    assert shown.href.endswith(f"/fichiers/{shown.public_id}")
    assert shown.proof.startswith("Reçu le 20 novembre 2026 à 10\u00a0h\u00a000.")
