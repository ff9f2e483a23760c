"""Who may call the handlers of a state. A state that does not say is closed to everybody."""

import inspect
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_type_hints

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, create_model
from reflex_base.registry import RegisteredEventHandler
from reflex_base.utils.form import form_data_as_dict

from portal.domain.actors import Actor, MemberActor, Role, StaffActor

S = TypeVar("S", bound=type[rx.State])


class Access(Enum):
    """Whom a state is open to."""

    NOBODY = "nobody"
    PUBLIC = "public"
    SIGNED_IN = "signed in"  # members and staff
    MEMBER = "member"
    STAFF = "staff"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"

    def allows(self, actor: Actor) -> bool:
        """Whether ``actor`` may call the handlers."""
        if isinstance(actor, MemberActor):
            return self in {Access.PUBLIC, Access.SIGNED_IN, Access.MEMBER}
        if isinstance(actor, StaffActor):
            needed = _ROLES.get(self)
            return needed is not None and actor.role.includes(needed)
        return self is Access.PUBLIC


_ROLES = {
    Access.PUBLIC: Role.AGENT,
    Access.SIGNED_IN: Role.AGENT,
    Access.STAFF: Role.AGENT,
    Access.MANAGER: Role.MANAGER,
    Access.ADMINISTRATOR: Role.ADMINISTRATOR,
}


_declared: dict[str, Access] = {}
_passive: set[str] = set()
_sensitive: set[str] = set()

# What the framework itself needs before anybody is known. Everything else it registers
# ("setvar" on every state, for a start) stays closed.
_FRAMEWORK_HANDLERS = {
    "hydrate",
    "hydrate_and_load",
    "set_is_hydrated",
    "on_load_internal",
    "handle_frontend_exception",
}


def open_to(access: Access) -> Callable[[S], S]:
    """Class decorator: declare whom a state's handlers are open to. Not inherited."""

    def declare(state: S) -> S:
        _declared[state.get_full_name()] = access
        return state

    return declare


def passive(handler: Any) -> Any:
    """Handler decorator: calling it does not count as the member doing something."""
    _passive.add(_name_of(handler))
    return handler


def _name_of(handler: Any) -> str:
    fn = getattr(handler, "fn", handler)
    return f"{fn.__module__}.{fn.__qualname__}"


def sensitive(handler: Any) -> Any:
    """Handler decorator: a password or second factor must have been given in the last 10 minutes.

    Otherwise the guard asks for one first, and comes back to the page. On a page's ``on_load``
    handler it protects the page, on any other the act.
    """
    _sensitive.add(_name_of(handler))
    return handler


def is_sensitive(registered: RegisteredEventHandler) -> bool:
    """Whether the handler needs a recent proof of who is there."""
    return _name_of(registered.handler) in _sensitive


def is_passive(registered: RegisteredEventHandler) -> bool:
    """Whether the handler leaves the idle limit running."""
    return _name_of(registered.handler) in _passive or _is_of_the_framework(registered)


def access_of(registered: RegisteredEventHandler) -> Access:
    """Whom a registered handler is open to."""
    name = registered.handler.fn.__name__
    if _is_of_the_framework(registered):
        return Access.PUBLIC if name in _FRAMEWORK_HANDLERS else Access.NOBODY
    if name == "setvar":
        return Access.NOBODY
    return _declared.get(registered.states[0].get_full_name(), Access.NOBODY)


def fits(model: type[BaseModel]) -> AfterValidator:
    """Annotation of a form's handler argument: a dict with the fields of ``model``, no others."""

    def check(form: dict[str, Any]) -> dict[str, Any]:
        model.model_validate(form)
        return form

    return AfterValidator(check)


def _is_of_the_framework(registered: RegisteredEventHandler) -> bool:
    return registered.states[0].__module__.split(".")[0].startswith("reflex")


class _Payload(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)


def payload_fits(registered: RegisteredEventHandler, payload: Any) -> bool:
    """Whether a payload has the arguments of the handler, of the right types, within bounds.

    Reflex checks none of it: type hints of handlers are only hints to it.
    """
    if not isinstance(payload, Mapping):
        return False
    try:
        plain = {name: form_data_as_dict(value) for name, value in payload.items()}
        _payload_model(registered.handler.fn).model_validate(plain)
    except (ValidationError, TypeError, ValueError):
        return False
    return True


@cache
def _payload_model(fn: Callable[..., Any]) -> type[BaseModel]:
    hints = get_type_hints(fn, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(fn).parameters.items())[1:]:
        missing = parameter.default is inspect.Parameter.empty
        fields[name] = (hints.get(name, Any), ... if missing else parameter.default)
    return create_model(f"Payload_{fn.__qualname__}", __base__=_Payload, **fields)
