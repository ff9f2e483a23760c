"""Small drawings in the brand's colours; decorative, so hidden from screen readers."""

import reflex as rx


def _path(d: str, class_name: str) -> rx.Component:
    return rx.el.svg.path(d=d, class_name=class_name)


def horizon_illustration() -> rx.Component:
    """The home page's landscape: a low sun over calm hills, the calm side on the left."""
    return rx.el.svg(
        rx.el.svg.circle(cx="838", cy="262", r="176", class_name="art-halo"),
        rx.el.svg.circle(cx="838", cy="262", r="108", class_name="art-sun"),
        _path("M648 128c22-20 52-14 60 6 24-6 42 8 42 26H622c-2-16 8-30 26-32Z", "art-cloud"),
        _path("M1010 92c16-14 38-10 44 5 18-4 30 6 30 19h-94c-1-12 7-22 20-24Z", "art-cloud"),
        _path(
            "M0 470c210 6 380-34 540-104 130-56 230-58 330-14 100 42 180 30 250 2v146H0Z",
            "art-hill-far",
        ),
        _path(
            "M0 486c240 8 420-22 600-64 150-36 260-28 350 4 70 24 120 18 170 2v72H0Z", "art-hill"
        ),
        _path("M0 494c300 4 500-2 700-26 160-20 290-18 420-4v36H0Z", "art-hill-near"),
        _path("M1002 414v-52", "art-stem"),
        _path("M1002 378c2-20 16-30 36-30-2 20-16 30-36 30Z", "art-leaf"),
        _path("M1002 364c-22-4-33-22-29-44 22 2 33 20 29 44Z", "art-leaf"),
        view_box="0 0 1120 500",
        class_name="art art-horizon",
        aria_hidden="true",
        focusable="false",
        custom_attrs={"preserveAspectRatio": "xMaxYMax slice"},
    )


def empty_illustration() -> rx.Component:
    """Empty and failed states: the sun behind one hill."""
    return rx.el.svg(
        rx.el.svg.circle(cx="100", cy="68", r="54", class_name="art-halo"),
        rx.el.svg.circle(cx="100", cy="68", r="32", class_name="art-sun"),
        _path(
            "M8 92c34-26 62-24 92-8s58 14 92-10v34a12 12 0 0 1-12 12H20A12 12 0 0 1 8 108Z",
            "art-hill",
        ),
        view_box="0 0 200 124",
        class_name="art art-small",
        aria_hidden="true",
        focusable="false",
    )
