"""Paths of the portal that come back from a browser."""

SIGN_IN = "/connexion"
HOME = "/espace"


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
