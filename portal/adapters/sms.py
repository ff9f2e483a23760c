"""SMS, by any gateway that apprise knows."""

import asyncio
import logging
import re
from urllib.parse import quote

from apprise import Apprise, NotifyFormat

from portal.services.ports import NotDelivered, WrittenLetter

_E164 = re.compile(r"\+[0-9]{6,15}")

# Both write the numbers, the texts and the gateway's own secrets to the log.
_TALKATIVE = ("apprise", "urllib3")


class SmsCarrier:
    """See ``ports.Carrier``.

    ``url``: an apprise URL with ``{to}`` where the number goes, and ``{id}`` where the gateway
    takes an identifier by which it recognises what it was sent already.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL)

    async def carry(self, to: str, letter: WrittenLetter, *, message_id: str) -> None:
        """See ``ports.Carrier``."""
        if not _E164.fullmatch(to):
            raise NotDelivered("Ce numéro de téléphone n’en est pas un.", permanent=True)
        url = self._url.replace("{to}", quote(to, safe="")).replace("{id}", message_id)
        # The library knows no asyncio, and says no more than yes or no; its waits are bounded.
        await asyncio.to_thread(_notify, url, letter.sms)


def _notify(url: str, text: str) -> None:
    gateway = Apprise()
    if not gateway.add(url):
        raise NotDelivered("L’adresse de la passerelle SMS (PORTAL_SMS_URL) est refusée.")
    if not gateway.notify(body=text, body_format=NotifyFormat.TEXT):
        raise NotDelivered("La passerelle SMS n’a pas pris le message.")
