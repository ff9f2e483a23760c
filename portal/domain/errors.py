"""Refusals. Each carries the sentence its reader sees: what is wrong, and what to do instead."""

from datetime import timedelta


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """Something the portal will not do. ``sentence`` is in French, for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """It does not exist, or not for this person: both are said in the same words."""


class NotAllowed(Refusal):
    """The actor may not do this."""


class Overtaken(Refusal):
    """Somebody else did it, or changed it, first: one looks again before going on."""


class SignInRefused(Refusal):
    """The e-mail or the password is wrong, or there is no such account: nobody is told which."""


class SignInLocked(SignInRefused):
    """Too many wrong tries; ``wait`` is what is left before the next one is looked at."""

    def __init__(self, sentence: str, wait: timedelta) -> None:
        super().__init__(sentence)
        self.wait = wait


class TicketRefused(Refusal):
    """A sign-in ticket that is unknown, late, used, or asked for by another browser."""


class StepRefused(Refusal):
    """A sign-in that waited too long for its second step, is over, or began elsewhere."""


class LinkRefused(Refusal):
    """A link sent by e-mail that is unknown, late or used."""


class KeyMissing(Refusal):
    """No known encryption key opens what is stored."""


class InvalidInput(Refusal):
    """A value out of its bounds; ``field`` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
