"""Paths of the portal that come back from a browser."""

from urllib.parse import quote

SIGN_IN = "/connexion"
SECOND_STEP = "/connexion/verification"
HOME = "/espace"
STAFF_HOME = "/admin"
PROVE = "/verification"
RESUME = "/reprise"
RESUME_ROUTE = "/session/reprise"


def local_path(path: object, default: str = HOME) -> str:
    """Return ``path`` when it is a path of this portal, ``default`` otherwise.

    ``//elsewhere``, ``/\\elsewhere``, a scheme, a control character or something that is not
    text would all lead, or could be read as leading, to another site.
    """
    if not isinstance(path, str) or not 0 < len(path) <= 500:
        return default
    if path[0] != "/" or path[1:2] in {"/", "\\"} or "\\" in path:
        return default
    if not path.isascii() or any(ord(c) < 0x21 or ord(c) == 0x7F for c in path):
        return default
    return path


def landing(path: str, *, is_staff: bool) -> str:
    """Where somebody who has just signed in goes: ``path``, unless it is the others' part."""
    of_staff = path.partition("?")[0].rstrip("/") == STAFF_HOME or path.startswith(f"{STAFF_HOME}/")
    if is_staff:
        return path if of_staff or path.startswith(PROVE) else STAFF_HOME
    return HOME if of_staff else path


def with_next(path: str, following: str, **parameters: str) -> str:
    """``path`` with ``parameters`` and the page to go to afterwards, as a query."""
    pairs = [*parameters.items(), ("next", following)]
    return path + "?" + "&".join(f"{name}={quote(value, safe='/')}" for name, value in pairs)
