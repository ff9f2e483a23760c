"""Reading the product team's files: what is wrong in them is said with its line, all of it."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field

from portal.adapters.flow_files import FlowError, load_yaml, parse_yaml
from tests.hostile import HOSTILE_TEXTS


class Dish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=3, max_length=10)]
    price: int = 0


class Menu(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    dishes: Annotated[list[Dish], Field(min_length=1)]


GOOD = """\
# What we serve.
title: Midi
dishes:
  - name: Soupe
    price: 4
  - name: Tarte
"""


def faults(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    file = folder / "menu.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FlowError) as raised:
        load_yaml(file, Menu)
    assert {fault.file for fault in raised.value.faults} == {file}
    return [(fault.line, fault.reason) for fault in raised.value.faults]


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "menu.yaml"
    file.write_text(GOOD, encoding="utf-8")
    menu = load_yaml(file, Menu)
    assert [(dish.name, dish.price) for dish in menu.dishes] == [("Soupe", 4), ("Tarte", 0)]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("title: Midi", "heading: Midi", 2, "Il manque «\u00a0title\u00a0»."),
        ("  price: 4", "  prise: 4", 5, "«\u00a0prise\u00a0» n’est pas un champ connu."),
        ("price: 4", "price: quatre", 5, "«\u00a0price\u00a0» doit être un nombre entier."),
        ("name: Tarte", "name: [Tarte]", 6, "«\u00a0name\u00a0» doit être un texte."),
        ("name: Tarte", "name: Ta", 6, "trop court\u00a0: 3 caractères au moins."),
        ("name: Tarte", "name: Tarte aux pommes", 6, "trop long\u00a0: 10 caractères au plus."),
        ("name: Tarte", "price: 3", 6, "Il manque «\u00a0name\u00a0»."),
        ("    price: 4", "    name: Encore", 5, "«\u00a0name\u00a0» y est déjà."),
        ("    price: 4", "    price: 4\n    price: 5", 6, "«\u00a0price\u00a0» y est déjà."),
        ("  - name: Tarte", " - name: Tarte", 6, "mise en forme YAML"),
        ("name: Soupe", "name: 'Soupe", 7, "mise en forme YAML"),
        ("price: 4", "price: !!python/object:os.system {}", 5, "mise en forme YAML"),
        ("name: Soupe", "name: &soup Soupe\n    price: *soup", 5, "alias"),
        ("price: 4", "price: 2026-99-99", 1, "ne peut pas être lu"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(at == line and reason in why for at, why in found), found


def test_several_faults_come_together(tmp_path: Path) -> None:
    broken = GOOD.replace("title: Midi\n", "").replace("4", "x").replace("Tarte", "T")
    assert [line for line, _ in sorted(faults(tmp_path, broken))] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "vide"),
        ("# seulement un commentaire\n", "vide"),
        ("- une\n- liste\n", "ensemble de champs"),
        ("texte", "ensemble de champs"),
        (b"title: \xe9t\xe9", "UTF-8"),
        ("[" * 100_000, "ne peut pas être lu"),
        ("title: a\n---\ntitle: b\n", "mise en forme YAML"),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    ((_, why),) = faults(tmp_path, text)
    assert reason in why


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="ne peut pas être lu"):
        load_yaml(tmp_path / "nothing.yaml", Menu)


def test_no_text_makes_the_reader_fail_otherwise(tmp_path: Path) -> None:
    for text in HOSTILE_TEXTS:
        for source in (text, f"title: {text}", f"{text}: 1", f"dishes: [{text}]"):
            with suppress(FlowError):
                parse_yaml(source, file=tmp_path).as_model(Menu)


def test_lines_count_from_where_the_text_begins_in_its_file(tmp_path: Path) -> None:
    with pytest.raises(FlowError) as raised:
        parse_yaml(
            "title: x\nother: 1\ndishes: [{name: Soupe}]", file=tmp_path, first_line=10
        ).as_model(Menu)
    assert raised.value.line == 11
