"""Why a file, a row or a cell is not taken. The sentences are for the person who sent it."""

from portal.domain.errors import Refusal


class FileRefused(Refusal):
    """The file as a whole cannot be taken."""


class CellRefused(Refusal):
    """A cell cannot be read."""


class RowRefused(Refusal):
    """A row breaks a rule; ``column`` and ``value`` point at the place."""

    def __init__(self, column: str, value: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.value = value
