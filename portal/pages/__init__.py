"""One module a page. Importing this package declares them all."""

from portal.pages import claim, claims, claims_year, dashboard, home, not_found, sign_in

__all__ = ["claim", "claims", "claims_year", "dashboard", "home", "not_found", "sign_in"]
