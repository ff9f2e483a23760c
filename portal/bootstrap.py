"""Wires the adapters to the services once per process, and runs services in transactions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from portal.adapters.cipher import FernetCipher, KeyFile
from portal.adapters.clock import SystemClock
from portal.adapters.database import connect, migrate
from portal.adapters.file_inspection import InspectionPool
from portal.adapters.file_store import EncryptedFolder
from portal.adapters.flows import Flows
from portal.adapters.mail import SmtpCarrier, SmtpServer
from portal.adapters.sms import SmsCarrier
from portal.domain.errors import Refusal
from portal.domain.help import Help
from portal.domain.help_filling import Organisation, filled
from portal.domain.help_search import HelpIndex
from portal.domain.notifications import Channel
from portal.services.ports import Carrier, Cipher, Clock, FileInspector, FileStore
from portal.settings import Settings, brand, settings

T = TypeVar("T")

log = structlog.get_logger()

FLOWS = Flows()  # read once per process


@dataclass(frozen=True)
class Portal:
    """What this process works with."""

    settings: Settings
    engine: Engine
    clock: Clock
    cipher: Cipher
    flows: Flows = FLOWS

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of this machine, not a server to wait for."""
        return self.engine.dialect.name == "sqlite"

    @cached_property
    def carriers(self) -> dict[Channel, Carrier]:
        """What takes letters away, by channel; a channel that is not set up has none."""
        chosen, carriers = self.settings, {}
        if chosen.smtp_host:
            server = SmtpServer(
                host=chosen.smtp_host,
                port=chosen.smtp_port,
                tls=chosen.smtp_tls,
                user=chosen.smtp_user,
                password=chosen.smtp_password,
            )
            carriers[Channel.EMAIL] = SmtpCarrier(
                server,
                sender=chosen.mail_sender,
                sender_name=brand().name,
                own_host=chosen.public_host,
            )
        if chosen.sms_url:
            carriers[Channel.SMS] = SmsCarrier(chosen.sms_url)
        return carriers

    @cached_property
    def files(self) -> FileStore:
        """Where the content of files is kept."""
        return EncryptedFolder(self.settings.data_dir / "files")

    @property
    def inspector(self) -> FileInspector:
        """What makes files safe."""
        return _inspector()

    def today(self) -> date:
        """The present day where the members live."""
        return self.clock.now().astimezone(self.settings.zone).date()

    def read(self, service: Callable[..., T], **arguments: Any) -> T:
        """Run a service that only reads, in one transaction that takes no write lock."""
        return self._run(service, writes=False, **arguments)

    def read_in_parts(
        self, service: Callable[..., T], parts: Collection[Any], **arguments: Any
    ) -> T:
        """Run a service that reads several parts, without those that cannot be read.

        ``service`` takes the parts to leave out as ``without``. While all goes well it runs once;
        else each part is tried alone. When none can be read, the failure is raised as it came.
        """
        try:
            return self.read(service, **arguments)
        except Refusal:
            raise
        except Exception:
            broken = [part for part in parts if not self._reads(service, parts, part, arguments)]
            if len(broken) == len(parts):
                raise
        return self.read(service, without=broken, **arguments)

    def _reads(
        self, service: Callable[..., Any], parts: Collection[Any], part: Any, arguments: Any
    ) -> bool:
        try:
            self.read(service, without=[one for one in parts if one != part], **arguments)
        except Refusal:
            raise
        except Exception:
            log.exception("read.part_failed", service=service.__name__, part=str(part))
            return False
        return True

    def write(self, service: Callable[..., T], **arguments: Any) -> T:
        """Run a service in one transaction, committed when it returns and undone when it raises."""
        return self._run(service, writes=True, **arguments)

    def glance(self, service: Callable[..., T], **arguments: Any) -> T:
        """Run a service that is a single reading statement: it needs no transaction.

        From one thread only: it keeps a connection, as taking one costs more than the statement.
        """
        try:
            return service(session=self._kept, **arguments)
        except SQLAlchemyError:
            self._kept.rollback()
            raise

    @cached_property
    def _kept(self) -> Connection:
        kept = self.engine.connect().execution_options(writes=None)
        if self.is_embedded:
            # The thread must not be held up here: whoever is refused asks again elsewhere.
            kept.exec_driver_sql("PRAGMA busy_timeout=0")
        return kept

    def _run(self, service: Callable[..., T], *, writes: bool, **arguments: Any) -> T:
        with (
            self.engine.connect().execution_options(writes=writes) as connection,
            Session(bind=connection, expire_on_commit=False) as session,
        ):
            result = service(session=session, **arguments)
            session.commit()
            return result


def wire(chosen: Settings, clock: Clock | None = None) -> Portal:
    """Return a portal wired for ``chosen`` settings, its database migrated."""
    migrate(chosen.sqlalchemy_url)
    return Portal(
        settings=chosen,
        engine=connect(chosen.sqlalchemy_url),
        clock=clock or SystemClock(),
        cipher=cipher_of(chosen),
    )


def cipher_of(chosen: Settings) -> FernetCipher:
    """Encryption with the keys as they are now, in the environment or else in their file."""
    given = [key.strip() for key in chosen.encryption_keys.split(",") if key.strip()]
    return FernetCipher((lambda: given) if given else key_file(chosen).keys)


def key_file(chosen: Settings) -> KeyFile:
    """Where the encryption keys are kept when the environment gives none."""
    return KeyFile(chosen.data_dir / "encryption.key")


@cache
def _inspector() -> InspectionPool:
    return InspectionPool()


@cache
def portal() -> Portal:
    """The portal of this process."""
    return wire(settings())


def today() -> date:
    """The present day where the members live."""
    return portal().today()


@cache
def the_help() -> Help:
    """The help, in the organisation's name. Needs no database: pages are built with it."""
    who = brand()
    return filled(FLOWS.help, Organisation(who.name, who.phone, who.phone_href, who.phone_note))


@cache
def help_index() -> HelpIndex:
    """The help, ready to be searched."""
    return HelpIndex(the_help().articles)
