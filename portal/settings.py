"""Settings, from the environment (``PORTAL_...``) or a ``.env`` file. The README lists them."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portal.domain.files_held import FileLimits
from portal.domain.sessions import SessionLimits

_OWN_MACHINE = ("localhost", "127.0.0.1")


class Brand(BaseSettings):
    """The organisation's name and colours: white-label, never literals in a page."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_BRAND_", env_file=".env", extra="ignore")

    name: str = "Mutuelle Horizon"
    legal_name: str = "Mutuelle Horizon, soumise au livre II du Code de la mutualité"
    phone: str = "09 69 39 00 00"
    phone_note: str = "Du lundi au vendredi, de 8\u00a0h\u00a030 à 18\u00a0h. Appel non surtaxé."
    logo: str = "/logo.svg"
    accent: str = "#0b6e5f"
    accent_dark: str = "#5fd0b8"

    @property
    def phone_href(self) -> str:
        """The link that calls ``phone``."""
        return "tel:" + self.phone.replace(" ", "")


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    public_url: str = "http://localhost:3000"
    backend_url: str = ""  # where the routes are when they are not beside the pages (make dev)
    data_dir: Path = Path("data")
    database_url: str = ""
    encryption_keys: str = Field(default="", repr=False)
    demo: bool = True
    extra_hosts: list[str] = []
    trusted_proxy_hops: int = Field(default=0, ge=0)
    idle_minutes: int = Field(default=20, ge=1)
    idle_warning_minutes: int = Field(default=2, ge=1)
    session_hours: int = Field(default=12, ge=1)
    time_zone: str = "Europe/Paris"
    import_max_megabytes: int = Field(default=500, ge=1)
    upload_member_megabytes: int = Field(default=200, ge=1)
    upload_files_a_day: int = Field(default=100, ge=1)
    upload_reserve_megabytes: int = Field(default=512, ge=0)
    log_level: str = "INFO"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    mail_from: str = ""
    sms_url: str = Field(default="", repr=False)
    video_url: str = ""

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("PORTAL_PUBLIC_URL must look like https://espace.example.fr")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", value):
            raise ValueError("PORTAL_MAIL_FROM must be one address, like contact@example.fr")
        return value

    @field_validator("sms_url")
    @classmethod
    def _to_somebody(cls, value: str) -> str:
        if value and "{to}" not in value:
            raise ValueError("PORTAL_SMS_URL must say with {to} where the phone number goes")
        return value

    @field_validator("video_url")
    @classmethod
    def _safe_link(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[^\s\"'<>\\]+", value):
            raise ValueError("PORTAL_VIDEO_URL must look like https://visio.example.fr/{reference}")
        return value

    @property
    def mail_sender(self) -> str:
        """The address that e-mails come from."""
        return self.mail_from or f"ne-pas-repondre@{self.public_host}"

    @property
    def public_host(self) -> str:
        """The name of the portal's own host."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL as SQLAlchemy wants it; SQLite in ``data_dir`` by default."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'portal.db').absolute()}"
        scheme, separator, rest = self.database_url.partition("://")
        if separator and scheme in {"postgres", "postgresql"}:
            return f"postgresql+psycopg://{rest}"
        return self.database_url

    @property
    def limits(self) -> SessionLimits:
        """How long a signed-in session lasts."""
        return SessionLimits(
            idle=timedelta(minutes=self.idle_minutes),
            warning=timedelta(minutes=self.idle_warning_minutes),
            whole=timedelta(hours=self.session_hours),
        )

    @property
    def file_limits(self) -> FileLimits:
        """How much one account may send."""
        return FileLimits(self.upload_member_megabytes * 1024**2, self.upload_files_a_day)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which members read the time."""
        return ZoneInfo(self.time_zone)

    @property
    def is_https(self) -> bool:
        """Whether members reach the portal over https: cookies are then Secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> list[str]:
        """Where pages may come from: the public address; on one's own machine, its two names."""
        if urlsplit(self.public_url).hostname not in _OWN_MACHINE:
            return [self.public_url]
        port = urlsplit(self.public_url).port
        return [f"http://{name}:{port}" if port else f"http://{name}" for name in _OWN_MACHINE]

    @property
    def session_cookie(self) -> str:
        """Name of the session's cookie; on https ``__Host-`` binds it to this very host."""
        return "__Host-portal_session" if self.is_https else "portal_session"

    @property
    def browser_cookie(self) -> str:
        """Name of the anonymous cookie that tells one browser from another."""
        return "__Host-portal_browser" if self.is_https else "portal_browser"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


@cache
def brand() -> Brand:
    """The organisation's name and colours, read once."""
    return Brand()


def backend(path: str) -> str:
    """The address of one of our routes, as a page writes it."""
    return settings().backend_url + path
