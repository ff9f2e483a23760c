"""The letters that a demonstration would have sent, as they are shown."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.adapters.letters import LetterHead, moment, write_letter
from portal.domain.letters import Letter
from portal.domain.notifications import CHANNEL_LABELS, Channel
from portal.domain.paths import local_path
from portal.services.outbox_review import DemoLetter
from portal.services.ports import WrittenLetter


@dataclass(frozen=True, slots=True)
class DemoLetterView:
    """One letter: ``code`` and ``link`` are empty when it carries none."""

    id: str
    channel: str
    recipient: str
    posted: str
    subject: str
    text: str
    code: str
    link: str


def _body(written: WrittenLetter) -> str:
    """The text of an e-mail between its head and its foot, the same in all of them."""
    after_head = written.text.partition(f"\n{written.subject}\n")[2]
    return after_head.partition("\n--\n")[0].strip()


def demo_letter(
    letter: DemoLetter, *, head: LetterHead, public_url: str, zone: ZoneInfo
) -> DemoLetterView:
    """A letter in words, as its reader would have got it."""
    written = write_letter(
        Letter(letter.letter), letter.values, head=head, public_url=public_url, zone=zone
    )
    return DemoLetterView(
        id=str(letter.id),
        channel=CHANNEL_LABELS[letter.channel],
        recipient=letter.to,
        posted=moment(letter.posted_at.isoformat(), zone),
        subject=written.subject,
        text=written.sms if letter.channel is Channel.SMS else _body(written),
        code=letter.values.get("code", ""),
        link=local_path(letter.values.get("link"), default=""),
    )
