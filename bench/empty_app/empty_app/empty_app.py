"""A button, and how often it was clicked."""

import reflex as rx


class Counter(rx.State):
    """How often the button was clicked."""

    count: int = 0

    @rx.event
    def increment(self) -> None:
        """Count one more."""
        self.count += 1


def index() -> rx.Component:
    """The only page."""
    return rx.el.main(
        rx.el.button("+", id="increment", on_click=Counter.increment),
        rx.el.p(Counter.count, id="count"),
    )


app = rx.App()
app.add_page(index, route="/")
