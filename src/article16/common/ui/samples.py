"""The frames and values that the design page shows. Every person and every man in them is made up."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from article16.common.ui.parts import (
    Badge,
    Day,
    Entry,
    Fact,
    Hour,
    Ladder,
    Month,
    Rung,
    SafeContact,
    State,
    Strip,
    StripBox,
    WaitingGroup,
    WaitingRow,
)
from article16.common.ui.shell import House, Link, LockLine, Person, Place, Search, Shell

HERE = "#main"


def sample_shell(house: House, *, theme: str, rtl: bool, keys: str) -> Shell:
    frames = {House.CASEWORK: _casework, House.SUPPORT: _support, House.PORTAL: _portal}
    return frames[house](theme=theme, rtl=rtl, keys=keys, language="ar" if rtl else "en", synthetic=True)


def _casework(**frame: object) -> Shell:
    return Shell(
        house=House.CASEWORK,
        service=_("Casework"),
        places=(
            Place(_("Today"), HERE, "list", current=True, key=pgettext("keys", "g t")),
            Place(_("Men"), HERE, "person"),
            Place(_("Groups"), HERE, "people"),
            Place(_("Agencies"), HERE, "building"),
            Place(_("Quality"), HERE, "tick"),
        ),
        search=Search(_("Code, name, birth date"), HERE),
        person=Person("Ana Ferreira", _("Facilitator and intake, Graz"), links=_own_links()),
        **frame,  # type: ignore[arg-type]  # keywords of `Shell`, passed on
    )


def _support(**frame: object) -> Shell:
    return Shell(
        house=House.SUPPORT,
        service=_("Support"),
        places=(
            Place(_("Duty desk"), HERE, "bell", count=4, current=True, key=pgettext("keys", "g t")),
            Place(_("Cases"), HERE, "people"),
            Place(_("Contact"), HERE, "calendar"),
            Place(_("Panel"), HERE, "shield"),
            Place(_("Evaluation"), HERE, "file"),
            Place(_("Keys"), HERE, "key"),
        ),
        person=Person("Sara Lindqvist", _("on duty until 07:00"), links=_own_links()),
        lock=LockLine(
            locked=True,
            words=_("You see what waits and can take it. Names, contacts and words stay sealed."),
            action=_("Unlock"),
            url=HERE,
            key=pgettext("key", "u"),
        ),
        **frame,  # type: ignore[arg-type]  # as above
    )


def _portal(**frame: object) -> Shell:
    return Shell(house=House.PORTAL, service="", way_out=HERE, **frame)  # type: ignore[arg-type]  # as above


def _own_links() -> tuple[Link, ...]:
    return (Link(_("Your sign-in"), HERE),)


def badges() -> tuple[Badge, ...]:
    return (
        Badge(State.LATE, _("2 days late")),
        Badge(State.DUE, _("Today")),
        Badge(State.OPEN, _("Open")),
        Badge(State.DONE, _("Told")),
        Badge(State.INFO, _("In the programme")),
        Badge(State.SUSPENDED, _("Suspended")),
        Badge(State.NONE, _("Does not apply")),
        Badge(State.SEALED, _("Case sealed")),
    )


def waiting() -> tuple[WaitingGroup, ...]:
    return (
        WaitingGroup(
            _("Past its time"),
            (
                WaitingRow(
                    Badge(State.LATE, _("1 day late")),
                    _("Register not taken: Tuesday group, session 9"),
                    _("Held on 17 November. “Register missing” was sent on the 18th at 20:00."),
                    _("Take register"),
                    HERE,
                    filled=True,
                ),
            ),
        ),
        WaitingGroup(
            _("Today"),
            (
                WaitingRow(
                    Badge(State.DUE, "18:00"),
                    _("Thursday group, session 15: what my children saw"),
                    _("12 men expected. Two told us they come late."),
                    _("Open register"),
                    HERE,
                ),
                WaitingRow(
                    Badge(State.DUE, _("Today")),
                    _("Review after third unexcused absence: C-031"),
                    _("Attendance policy, step 2. Letter goes with the review."),
                    _("Start review"),
                    HERE,
                ),
            ),
        ),
        WaitingGroup(
            _("Next seven days"),
            (
                WaitingRow(
                    Badge(State.OPEN, _("Mon 23")),
                    _("Agreement to sign again: C-039"),
                    _("The text changed on 1 November (version 4)."),
                    _("Open agreement"),
                    HERE,
                ),
            ),
        ),
    )


def facts() -> tuple[Fact, ...]:
    return (
        Fact(_("Episode"), _("1, since 11 Aug 2026")),
        Fact(_("Born"), "1988"),
        Fact(_("Key worker"), "Ana Ferreira"),
        Fact(_("Ordered"), _("26 sessions, 52 h")),
        Fact(_("Probation"), "M. Huber, Graz"),
        Fact(_("Next hearing"), ""),
    )


def attendance() -> Strip:
    letters = "PPPLPPAPPPEPPA"
    words = {"P": _("present"), "L": _("late"), "E": _("absent, excused"), "A": _("absent, not excused")}
    tones = {"A": "late", "E": "due"}
    held = [StripBox(n, letter, words[letter], tones.get(letter, "")) for n, letter in enumerate(letters, 1)]
    today = StripBox(15, "•", _("today"), "today")
    to_come = [StripBox(n, "", _("still to come"), "open") for n in range(16, 27)]
    return Strip(
        boxes=(*held, today, *to_come),
        legend=(
            ("P", _("present 10")),
            ("L", _("late 1")),
            ("E", _("absent, excused 1")),
            ("A", _("absent, not excused 2")),
            ("•", _("today")),
            ("", _("dotted: still to come 11")),
        ),
        used=2,
        allowed=4,
        policy=_("2 of 4 absences not excused; the fourth brings a review"),
        table=HERE,
    )


def months() -> tuple[Month, ...]:
    return (
        Month(
            _("November 2026"),
            (
                Entry(
                    _("Thu 12, 18:00"),
                    "2026-11-12T18:00",
                    "cross",
                    _("Absent, not excused: session 14"),
                    _("No call. Letter 1 sent on 13 November. Message to the support service, as for every man."),
                    late=True,
                ),
                Entry(
                    _("Tue 10, 11:20"),
                    "2026-11-10T11:20",
                    "note",
                    _("Note: fact"),
                    _("Called to say that he works nights from December. Asked for the Tuesday group."),
                ),
                Entry(
                    _("Mon 2, 09:05"),
                    "2026-11-02T09:05",
                    "to-agency",
                    _("Probation asked for a progress report"),
                    _("Answered on 4 November, 1 working day inside the promise."),
                ),
            ),
        ),
        Month(
            _("October 2026"),
            (
                Entry(
                    _("Thu 29, 19:40"),
                    "2026-10-29T19:40",
                    "flag",
                    _("Concern raised by a facilitator"),
                    _("Spoke of waiting outside the school. Manager told at 20:15, message sent at 20:17."),
                    late=True,
                ),
            ),
        ),
    )


def ladder() -> Ladder:
    return Ladder(
        (
            Rung(_("You, duty"), _("told 02:00, again 02:15"), told=True),
            Rung(_("Second on call"), _("told 02:30, not signed in"), current=True),
            Rung(_("Duty lead"), _("at 02:38")),
            Rung(_("Head of service"), _("at 02:46, then stays")),
        )
    )


SAFE_HOURS = {0: (9, 10, 11), 1: (17, 18), 2: (9, 10, 11), 3: (17, 18), 4: (9, 10, 11)}
THURSDAY, NOW = 3, 14


def safe_contact() -> SafeContact:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return SafeContact(
        confirmed=_("confirmed with her 12 Nov"),
        moment=_("Thursday, 14:16"),
        now=_("Not now. Next: today, 17:00 to 19:00"),
        reason=_("Alone then; he is at work until 19:30."),
        heads=tuple((hour, 2) for hour in range(8, 22, 2)),
        days=tuple(Day(name, tuple(_hour(day, hour) for hour in range(8, 22))) for day, name in enumerate(names)),
        facts=(
            Fact(_("Way"), _("Call, second phone, ending 14")),
            Fact(_("Say"), _("“Carla, from the library”")),
            Fact(_("Voice message"), _("Never")),
            Fact(_("Caller number"), _("Withheld, always")),
        ),
        shut=_("Opens at 17:00"),
        links=(Link(_("She rang us"), HERE), Link(_("Danger to life: what to do"), HERE)),
    )


def _hour(day: int, hour: int) -> Hour:
    may = hour in SAFE_HOURS.get(day, ())
    return Hour(_("may be contacted") if may else _("not"), may=may, now=(day, hour) == (THURSDAY, NOW))
