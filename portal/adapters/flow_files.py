"""Reading the product team's YAML files; what is wrong in one is said with its file and line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.composer import ComposerError

from portal.domain.french import NO_BREAK

M = TypeVar("M", bound=BaseModel)
Place = tuple[str | int, ...]  # keys and positions from the top of the file, as pydantic's ``loc``


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which file, at which line (from 1), and why, in French."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}{NO_BREAK}: {self.reason}"


class FlowError(Exception):
    """What is wrong in the files of a flow: all of it, not only what comes first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)

    @property
    def file(self) -> Path:
        """The file of the first fault."""
        return self.faults[0].file

    @property
    def line(self) -> int:
        """The line of the first fault."""
        return self.faults[0].line

    @property
    def reason(self) -> str:
        """The first fault, in French."""
        return self.faults[0].reason


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML text holds, and the line of each of its places."""

    file: Path
    data: Any
    lines: dict[Place, int] = field(repr=False)

    def line_of(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that the file does hold."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return self.lines[()]

    def fault(self, place: Place, reason: str) -> Fault:
        """Something wrong at ``place``."""
        return Fault(self.file, self.line_of(place), reason)

    def as_model(self, model: type[M]) -> M:
        """The data as ``model``; raises ``FlowError``."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise FlowError(
                [self.fault(detail["loc"], _in_french(detail)) for detail in error.errors()]
            ) from error


def load_yaml(path: Path, model: type[M]) -> M:
    """The file at ``path`` as ``model``; raises ``FlowError`` with everything wrong in it."""
    return read_yaml(path).as_model(model)


def read_yaml(path: Path) -> Document:
    """What the file at ``path`` holds, with its lines; raises ``FlowError``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FlowError([Fault(path, 1, "Le fichier n’est pas enregistré en UTF-8.")]) from error
    except OSError as error:
        raise FlowError([Fault(path, 1, "Le fichier ne peut pas être lu.")]) from error
    return parse_yaml(text, file=path)


def parse_yaml(text: str, *, file: Path, first_line: int = 1) -> Document:
    """What a YAML text holds; ``first_line``: where in ``file`` it begins (front matter).

    Only plain values: nothing in it can name a Python object, an alias or a file.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise FlowError([Fault(file, first_line, "Le fichier est vide.")])
        lines = {
            place: node.start_mark.line + first_line for place, node in _places(root, (), root)
        }
        repeated = [
            Fault(file, key.start_mark.line + first_line, f"«\u00a0{key.value}\u00a0» y est déjà.")
            for key in _repeated_keys(root)
        ]
        if repeated:
            raise FlowError(repeated)
        return Document(file, loader.construct_document(root), lines)
    except yaml.YAMLError as error:
        raise FlowError([_broken(error, file, first_line)]) from error
    except (RecursionError, ValueError) as error:  # too deep; a date or a number that is none
        raise FlowError([Fault(file, first_line, "Le contenu ne peut pas être lu.")]) from error


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()
            raise ComposerError(None, None, "les alias (*nom) ne sont pas admis", event.start_mark)
        return super().compose_node(parent, index)


def _places(node: yaml.Node, place: Place, at: yaml.Node) -> Iterator[tuple[Place, yaml.Node]]:
    """Every place of the file with what tells its line: of a value, its key."""
    yield place, at
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _places(value, (*place, key.value), key)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _places(value, (*place, position), value)


def _repeated_keys(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from _repeated_keys(value)


def _broken(error: yaml.YAMLError, file: Path, first_line: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line = first_line + (mark.line if mark else 0)
    return Fault(file, line, f"La mise en forme YAML n’est pas correcte ({problem}).")


def _in_french(detail: ErrorDetails) -> str:
    """What pydantic found, in the words of somebody who edits the file."""
    name = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str)), "fichier")
    limits = detail.get("ctx", {})
    quoted = f"«\u00a0{name}\u00a0»"
    match detail["type"]:
        case "missing":
            return f"Il manque {quoted}."
        case "extra_forbidden":
            return f"{quoted} n’est pas un champ connu."
        case "string_too_long":
            return f"{quoted} est trop long\u00a0: {limits['max_length']} caractères au plus."
        case "string_too_short":
            return f"{quoted} est trop court\u00a0: {limits['min_length']} caractères au moins."
        case "too_short":
            return f"{quoted} n’a pas assez d’éléments\u00a0: {limits['min_length']} au moins."
        case "too_long":
            return f"{quoted} a trop d’éléments\u00a0: {limits['max_length']} au plus."
        case "string_pattern_mismatch":
            return f"{quoted} n’a pas la forme attendue ({limits['pattern']})."
        case "literal_error" | "enum":
            return f"{quoted} n’est pas une valeur admise\u00a0: {limits['expected']}."
        case "value_error":
            return str(limits["error"])
        case kind if kind in _EXPECTED:
            return f"{quoted} doit être {_EXPECTED[kind]}."
    return f"{quoted} n’est pas correct ({detail['msg']})."


_EXPECTED = {
    "string_type": "un texte",
    "int_type": "un nombre entier",
    "int_parsing": "un nombre entier",
    "int_from_float": "un nombre entier",
    "float_type": "un nombre",
    "float_parsing": "un nombre",
    "bool_type": "vrai ou faux (true, false)",
    "bool_parsing": "vrai ou faux (true, false)",
    "date_type": "une date (2026-11-22)",
    "date_from_datetime_parsing": "une date (2026-11-22)",
    "list_type": "une liste",
    "tuple_type": "une liste",
    "dict_type": "un ensemble de champs",
    "model_type": "un ensemble de champs",
    "model_attributes_type": "un ensemble de champs",
}
