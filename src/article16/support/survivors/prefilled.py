"""The form for safe contact as it begins: with what she said last, so that only what is new is typed."""

from typing import Any

from .contact import SafeContact, Window, Wish

SAME = (
    *("number", "through", "message_may_be_left", "who_uses", "cover_name", "code_word"),
    *("language", "interpreter", "words"),
)


def said_last(contact: SafeContact) -> dict[str, Any]:
    """Initial values. The day is not among them: it is the one on which she says it now."""
    days = {f"day_{number}": _hours(contact, number) for number in range(7)}
    return (
        {name: getattr(contact, name) for name in SAME}
        | days
        | {
            "wish": None if contact.wish is Wish.NOT_ASKED else contact.wish.value,
            "ways": [way.value for way in contact.ways],
            "others_use_device": {True: "yes", False: "no", None: ""}[contact.others_use_device],
            "show_number": not contact.withhold_number,
        }
    )


def _hours(contact: SafeContact, weekday: int) -> str:
    return ", ".join(_span(one) for one in contact.windows if one.weekday == weekday)


def _span(window: Window) -> str:
    until = (
        "24" if (window.until.hour, window.until.minute) == (0, 0) else _time(window.until.hour, window.until.minute)
    )
    return f"{_time(window.since.hour, window.since.minute)}-{until}"


def _time(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02d}" if minute else f"{hour}"
