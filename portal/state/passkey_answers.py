"""What browsers send of passkeys."""

from typing import Annotated, TypeAlias

from pydantic import Field

PasskeyResponse: TypeAlias = Annotated[str, Field(min_length=2, max_length=16_384)]
PasskeyFailure: TypeAlias = Annotated[str, Field(max_length=60)]

NO_PASSKEY = (
    "Aucune clé d’accès n’a été utilisée. Réessayez, ou choisissez une autre façon de continuer."
)
UNSUPPORTED = (
    "Ce navigateur ne connaît pas les clés d’accès. Choisissez une autre façon de continuer."
)


def why_not(failure: str) -> str:
    """What to say when the browser gave no answer; it names the reason."""
    return UNSUPPORTED if failure in {"Unsupported", "NotSupportedError"} else NO_PASSKEY
