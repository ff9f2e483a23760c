"""Who may call a handler, and what a handler may be called with."""

from typing import Annotated, Any

import pytest
import reflex as rx
from pydantic import BaseModel, ConfigDict, Field
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from portal.domain.actors import MemberActor, Visitor
from portal.state.access import Access, access_of, fits, is_passive, open_to, passive, payload_fits

MEMBER = MemberActor(account_id=1, member_id=1, session_id=1)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=3)]


class UndeclaredState(rx.State):
    """A state whose author forgot to say whom it is open to."""

    word: str = ""

    @rx.event
    def act(self) -> None:
        """Do something."""


Word = Annotated[str, Field(max_length=3)]


@open_to(Access.MEMBER)
class DeclaredState(rx.State):
    """A state of members."""

    @rx.event
    def count(
        self,
        number: Annotated[int, Field(ge=1, le=9)],
        word: Word = "",
    ) -> None:
        """Take a number."""

    @rx.event
    @passive
    def refresh(self, form: Annotated[dict[str, Any], fits(_Form)]) -> None:
        """Take a form."""


class HeirState(DeclaredState):
    """A state below one of members, which does not say whom it is open to."""

    @rx.event
    def inherit(self) -> None:
        """Do something else."""


def handler(state: type[rx.State], name: str) -> RegisteredEventHandler:
    return RegistrationContext.get().event_handlers[f"{state.get_full_name()}.{name}"]


def test_what_does_not_say_whom_it_is_open_to_is_closed() -> None:
    assert access_of(handler(UndeclaredState, "act")) is Access.NOBODY
    assert access_of(handler(HeirState, "inherit")) is Access.NOBODY
    assert access_of(handler(DeclaredState, "count")) is Access.MEMBER


def test_no_variable_is_set_by_name_even_where_members_may_act() -> None:
    setters = [name for name in RegistrationContext.get().event_handlers if "setvar" in name]
    assert setters
    for name in setters:
        assert access_of(RegistrationContext.get().event_handlers[name]) is Access.NOBODY


@pytest.mark.parametrize(
    ("access", "visitor", "member"),
    [(Access.NOBODY, False, False), (Access.PUBLIC, True, True), (Access.MEMBER, False, True)],
)
def test_who_is_let_in(access: Access, visitor: bool, member: bool) -> None:
    assert access.allows(Visitor()) is visitor
    assert access.allows(MEMBER) is member


@pytest.mark.parametrize("payload", [{"number": 1}, {"number": 9, "word": "x"}])
def test_arguments_of_the_right_types_within_bounds_fit(payload: dict[str, Any]) -> None:
    assert payload_fits(handler(DeclaredState, "count"), payload)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"number": 0},
        {"number": 10},
        {"number": "1"},
        {"number": 1.0},
        {"number": True},
        {"number": None},
        {"number": float("nan")},
        {"number": float("inf")},
        {"number": 10**400},
        {"number": [1]},
        {"number": 1, "word": 1},
        {"number": 1, "word": None},
        {"number": 1, "word": "long"},
        {"number": 1, "word": "\ud800"},
        {"number": 1, "self": 1},
        {"number": 1, "extra": 1},
        {"number": 1, "__proto__": {}},
        [],
        None,
        "number",
        7,
    ],
)
def test_anything_else_does_not_fit(payload: Any) -> None:
    assert not payload_fits(handler(DeclaredState, "count"), payload)


@pytest.mark.parametrize(
    ("form", "fitting"),
    [
        ({"name": "ada"}, True),
        ({"name": "adam"}, False),
        ({"name": 1}, False),
        ({"name": "ada", "role": "admin"}, False),
        ({}, False),
        ([["name", "ada"]], False),
        ("name=ada", False),
    ],
)
def test_a_form_has_its_fields_and_no_others(form: Any, fitting: bool) -> None:
    assert payload_fits(handler(DeclaredState, "refresh"), {"form": form}) is fitting


def test_what_the_server_sends_by_itself_is_no_gesture_of_the_member() -> None:
    assert is_passive(handler(DeclaredState, "refresh"))
    assert not is_passive(handler(DeclaredState, "count"))
