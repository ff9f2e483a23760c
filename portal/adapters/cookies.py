"""Reading ``Cookie`` headers."""

from http.cookies import CookieError, SimpleCookie


def cookies_of(header: str) -> dict[str, str]:
    """Return the cookies of a header by name; a header that cannot be read holds none."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
