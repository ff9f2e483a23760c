"""The audit log, as administrators read it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.domain.audit_acts import ACT_LABELS, act_label
from portal.domain.text import fold
from portal.services.audit_log import AuditLine
from portal.views.shapes import OptionView


@dataclass(frozen=True, slots=True)
class AuditRowView:
    """One entry. ``code``: the act as the log has it."""

    id: str
    at: str
    act: str
    code: str
    who: str
    network: str
    details: str


def rows(lines: tuple[AuditLine, ...], zone: ZoneInfo) -> list[AuditRowView]:
    """The entries, in words."""
    return [
        AuditRowView(
            id=str(line.id),
            at=line.at.astimezone(zone).strftime("%d/%m/%Y %H:%M:%S"),
            act=act_label(line.act),
            code=line.act,
            who=line.who or "Personne d’identifié",
            network=line.network,
            details=line.details,
        )
        for line in lines
    ]


def act_options(chosen: str) -> list[OptionView]:
    """Every act that has a name, in the order of the alphabet."""
    named = sorted(ACT_LABELS.items(), key=lambda pair: fold(pair[1]))
    known = [OptionView(code, label) for code, label in named]
    other = [OptionView(chosen, act_label(chosen))] if chosen and chosen not in ACT_LABELS else []
    return [OptionView("", "Tous les actes"), *other, *known]
