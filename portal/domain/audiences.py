"""Whose open pages a change concerns."""

STAFF = "staff"
EVERYBODY = "everybody"  # every open page, also of those who have no account


def member(member_id: int) -> str:
    """The pages of a member."""
    return f"member:{member_id}"


def account(account_id: int) -> str:
    """The pages of an account, whoever's it is."""
    return f"account:{account_id}"
