"""The title of a page that knows it only once it is loaded, and where one then begins to read."""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment

from portal.components.types import Text


class _DocumentTitle(Fragment):
    """Names the browser's tab by ``title``, whenever there is one.

    The place that the address names (``#…``) is there only now: one is taken to it. Another title
    in the same page is another page to its reader, who is taken to its beginning.
    """

    title: rx.Var[str]
    site: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect"), ImportVar(tag="useRef")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        return [
            f"""const titleBefore = useRef("");
            useEffect(() => {{
                const title = {self.title!s}, before = titleBefore.current;
                if (!title || title === before) return;
                titleBefore.current = title;
                document.title = title + " · " + {self.site!s};
                const soon = setTimeout(() => {{
                    const name = window.location.hash.slice(1);
                    const place = name && document.getElementById(name);
                    if (place) {{
                        place.scrollIntoView();
                        place.focus({{ preventScroll: true }});
                    }} else if (before) {{
                        window.scrollTo(0, 0);
                        document.getElementById("contenu")?.focus({{ preventScroll: true }});
                    }}
                }}, 0);
                return () => clearTimeout(soon);
            }}, [{self.title!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return ["title", "site"]


def document_title(title: Text, site: str) -> rx.Component:
    """Have the tab say ``title``, then the name of the site."""
    return _DocumentTitle.create(title=title, site=site)
