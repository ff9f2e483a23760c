"""What components take: values known when the page is built, or Vars; and event handlers."""

from typing import Any, TypeAlias

import reflex as rx

Text: TypeAlias = str | rx.Var[Any]
Flag: TypeAlias = bool | rx.Var[Any]
Rows: TypeAlias = Any  # a Var of a list of views, for rx.foreach; or a plain list
Handler: TypeAlias = Any  # an event handler, an event spec, a list of them, or None
