"""The letters the portal sends by e-mail or SMS. Their words are in ``adapters/letters``."""

from enum import StrEnum


class Letter(StrEnum):
    """One kind of letter; its members' comments name the values it is filled with."""

    ACTIVATION_CODE = "activation_code"  # code, minutes
    SIGN_IN_CODE = "sign_in_code"  # code, minutes
    CONFIRM_EMAIL = "confirm_email"  # first_name, link, hours
    WELCOME = "welcome"  # first_name
    ALREADY_REGISTERED = "already_registered"  # first_name
    RESET_PASSWORD = "reset_password"  # link, hours  # noqa: S105 - a name
    NO_ACCOUNT = "no_account"  # nothing: a reset was asked for an unknown address
    STAFF_INVITATION = "staff_invitation"  # name, link, hours
    PASSWORD_CHANGED = "password_changed"  # when  # noqa: S105 - a name
    EMAIL_CHANGED = "email_changed"  # when, masked (the new address, partly hidden)
    PHONE_CHANGED = "phone_changed"  # when, masked
    FACTOR_CHANGED = "factor_changed"  # when, what
    NEW_DEVICE = "new_device"  # when, device, network
    FAILED_TRIES = "failed_tries"  # when, minutes
    ACCOUNT_DELETED = "account_deleted"  # when
    NOT_ME_RECEIVED = "not_me_received"  # reference
    # Of bookings: what, when, minutes (its length), reference, sequence (how often it changed).
    BOOKING_MADE = "booking_made"
    BOOKING_MOVED = "booking_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_REMINDER = "booking_reminder"
    CALLBACK_BOOKED = "callback_booked"  # and link: the reader has no account
    CALLBACK_MOVED = "callback_moved"  # and link
    MESSAGE_RECEIVED = "message_received"  # reference, when (an answer is promised by then)
    NEWS = "news"  # topic_label: something new is in the space, without saying what
