"""Where the rows of each kind of file go."""

from dataclasses import dataclass

from sqlalchemy import Table

from portal.domain.files import kinds
from portal.domain.files.kinds import Kind
from portal.models import metadata


@dataclass(frozen=True, slots=True)
class Target:
    """A table, and what ties its rows to a file's.

    ``owner`` is the table that the file's ``owner`` field points into by number, stored under
    ``owner_id``. ``topic`` is what open pages are told of, empty when it is nobody's in particular.
    """

    table: Table
    key: tuple[str, ...]
    owner: Table | None = None
    owner_id: str = ""
    topic: str = ""


def _table(name: str) -> Table:
    return metadata.tables[name]


_MEMBER = _table("member")

TARGETS: dict[Kind, Target] = {
    kinds.MEMBERS: Target(_MEMBER, ("number",), topic="profile"),
    kinds.CONTRACTS: Target(
        _table("contract"), ("number",), _MEMBER, "member_id", topic="contracts"
    ),
    kinds.BENEFICIARIES: Target(
        _table("beneficiary"), ("member_id", "rank"), _MEMBER, "member_id", topic="profile"
    ),
    kinds.CLAIMS: Target(_table("claim"), ("line_number",), _MEMBER, "member_id", topic="claims"),
    kinds.CONTRIBUTIONS: Target(
        _table("contribution"),
        ("contract_id", "due_on"),
        _table("contract"),
        "contract_id",
        topic="contracts",
    ),
    kinds.PRACTITIONERS: Target(_table("practitioner"), ("number",)),
}
