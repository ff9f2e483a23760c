"""Filling the templates of the letters.

A letter has one template: its subject, its SMS and its paragraphs. ``templates/html`` and
``templates/text`` say what a paragraph, a code or a link looks like in each form.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from mako.lookup import TemplateLookup
from mako.template import Template

from portal.adapters.letters.calendar import WITH_CALENDAR, calendar_of
from portal.adapters.letters.phrases import moment, one_line, sms_characters
from portal.domain.french import set_spaces
from portal.domain.letters import Letter
from portal.domain.paths import local_path
from portal.services.ports import WrittenLetter

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_VALUE = 300
_LONGEST_LINK = 500


class LetterHead(Protocol):
    """Who writes: what the letters take of the organisation's settings."""

    @property
    def name(self) -> str: ...
    @property
    def legal_name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def phone_note(self) -> str: ...
    @property
    def accent(self) -> str: ...
    @property
    def accent_dark(self) -> str: ...


def _lookup(form: str, default_filters: list[str]) -> TemplateLookup:
    return TemplateLookup(
        directories=[str(_TEMPLATES / form), str(_TEMPLATES)],
        default_filters=default_filters,
        imports=[
            "from portal.adapters.letters.phrases import count, one_line, set_spaces, tel",
        ],
        strict_undefined=True,
        filesystem_checks=False,
    )


_HTML = _lookup("html", ["h"])  # every value is escaped unless a template says otherwise
_TEXT = _lookup("text", ["str"])


def write_letter(
    letter: Letter,
    values: Mapping[str, str],
    *,
    head: LetterHead,
    public_url: str,
    zone: ZoneInfo,
) -> WrittenLetter:
    """Return ``letter`` filled with ``values``. Raises ``ValueError`` for a link elsewhere."""
    filled: dict[str, Any] = {name: one_line(v)[:_LONGEST_VALUE] for name, v in values.items()}
    attachment = (
        calendar_of(letter, filled, head.name, public_url) if letter in WITH_CALENDAR else None
    )
    if "when" in values:
        filled["when"] = moment(filled["when"], zone)
    if "link" in values:
        filled["link"] = public_url + _local(values["link"])
    plain, rich = (lookup.get_template(f"{letter}.mako") for lookup in (_TEXT, _HTML))
    subject = subject_of(letter, head=head)
    return WrittenLetter(
        subject=subject,
        html=_tidy(_render(rich, **filled, head=head, subject_line=subject)),
        text=_tidy(_render(plain, **filled, head=head, subject_line=subject)),
        sms=sms_characters(one_line(_render(plain.get_def("sms"), **filled, head=head))),
        attachment=attachment,
    )


def subject_of(letter: Letter, *, head: LetterHead) -> str:
    """The subject of a letter: it takes no values, so that it tells nothing of its reader."""
    subject = _TEXT.get_template(f"{letter}.mako").get_def("subject")
    return set_spaces(one_line(_render(subject, head=head)))


def _render(template: Template, **values: Any) -> str:
    return str(template.render_unicode(**values))


def _tidy(text: str) -> str:
    """``text`` without the empty lines that definitions leave in a template."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _local(link: str) -> str:
    if len(link) > _LONGEST_LINK or local_path(link, default="") != link or not link:
        raise ValueError("the link of a letter does not lead to the portal")
    return link
