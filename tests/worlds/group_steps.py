"""What casework's staff do with groups: plan one, take a man in, take the register, cancel, make up, set the rules."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.worlds.steps import MEN, step

LEADERS = st.sampled_from(["ana", "miriam"])
MARKS = st.sampled_from(["", "present", "late", "left-early", "excused", "absent", "sent-away"])


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def _first(model: str, **filters: Any) -> Any:
    from django.apps import apps

    return apps.get_model(f"groups.{model}").objects.filter(**filters).order_by("pk").first()


@step(who=LEADERS, kind=st.sampled_from(["closed", "rolling"]), capacity=st.sampled_from(["1", "8", "99"]))
def plan_a_group(world: Any, who: str, kind: str, capacity: str) -> None:
    today = _today()
    data = {
        "once": world.once(who, "/groups/add/"),
        "programme": world.programme("graz"),
        "name": f"{kind} group",
        "kind": kind,
        "capacity": capacity,
        "weekday": str(today.weekday()),
        "time": "00:05",
        "minutes": "120",
        "time_zone": "Europe/Vienna",
        "where": "venue",
        "first_day": f"{today:%d %m %Y}",
        "planned_sessions": "6",
        "themes": "Welcome",
        "first_staff": world.staff_id("ana"),
        "first_gender": "woman",
    }
    saved = world.post(who, "/groups/add/", data)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=st.sampled_from(["peter", "ana", "miriam"]), man=MEN, reason=st.sampled_from(["", "Order of the court"]))
def take_into_a_group(world: Any, who: str, man: int, reason: str) -> None:
    from article16.casework.clients.models import Episode

    group, men = _first("Group", ended_on=None), list(Episode.objects.order_by("pk"))
    if group is None or not men:
        return
    address = f"/groups/{group.pk}/enrol/"
    form = world.get(who, address)
    if b'name="once"' in form.content:
        data = {"once": world.once(who, address), "episode": str(men[man % len(men)].pk), "reason": reason}
        world.post(who, address, data | {"since": f"{_today():%d %m %Y}"})


@step(
    who=LEADERS, marks=st.lists(MARKS, min_size=4, max_size=4), concern=st.booleans(), note=st.sampled_from(["", "<b>"])
)
def take_the_register(world: Any, who: str, marks: list[str], concern: bool, note: str) -> None:
    """Of the first session there is: taken, corrected, or refused because a mark or a word is missing."""
    from article16.casework.groups.models import Attendance, Enrolment

    session = _first("Session", number=1)
    if session is None:
        return
    address = f"/sessions/{session.pk}/"
    men = Enrolment.objects.filter(group=session.group_id).order_by("pk").values_list("episode", flat=True)
    if b'name="once"' not in world.get(who, address).content:
        return
    data = {"once": world.once(who, address), "homework_due": "", "homework": "", "debrief": note}
    for episode, mark in zip(men, marks, strict=False):
        shown = Attendance.objects.filter(session=session, episode=episode).order_by("-written_at").first()
        data |= {f"mark-{episode}": mark, f"note-{episode}": note, f"shown-{episode}": str(shown.pk) if shown else ""}
        data |= {f"concern-{episode}": "on", f"concern_words-{episode}": "Waits outside"} if concern else {}
    world.post(who, address, data)
    world.get(who, address)


@step(who=LEADERS, one_more=st.sampled_from(["yes", "no", ""]))
def cancel_a_session(world: Any, who: str, one_more: str) -> None:
    session = _first("Session", number=2)
    if session:
        address = f"/sessions/{session.pk}/cancel/"
        world.post(who, address, {"once": world.once(who, address), "why": "Ill", "one_more": one_more})


@step(who=st.sampled_from(["ana", "peter"]))
def take_out_of_the_group(world: Any, who: str) -> None:
    enrolment = _first("Enrolment", until=None)
    if enrolment:
        address = f"/enrolments/{enrolment.pk}/leave/"
        if world.get(who, address).status_code == 200:
            data = {"once": world.once(who, address), "on": f"{_today():%d %m %Y}", "why": ""}
            world.post(who, address, data)


@step(minutes=st.sampled_from(["90", ""]))
def make_up_for_a_session(world: Any, minutes: str) -> None:
    row = _first("Attendance", mark="absent")
    if row:
        address = f"/clients/{row.episode.client_id}/attendance/{row.session_id}/"
        if world.get("ana", address).status_code == 200:
            data = {"once": world.once("ana", address), "what": "made-up", "on": f"{_today():%d %m %Y}"}
            world.post("ana", address, data | {"minutes": minutes, "words": ""})


@step(letter=st.sampled_from(["1", "5"]))
def set_rules_of_attendance(world: Any, letter: str) -> None:
    """A letter at the first absence, or one that would come after the review and is refused."""
    address = f"/programmes/{world.programme('graz')}/attendance/"
    data = {
        **{"once": world.once("miriam", address), "since": f"{_today():%d %m %Y}", "largest_group": "10"},
        **{"allowed": "3", "allowed_in_row": "2", "letter": letter, "review": "3", "exclusion": "4"},
        **{
            "excused_count": "no",
            "sent_away_counts": "yes",
            "alone_counts": "yes",
            "minimum_minutes": "0",
            "make_ups": "1",
        },
    }
    world.post("miriam", address, data | {"answer_days": "7"})


@step(days=st.sampled_from([0, 7]))
def set_a_holiday(world: Any, days: int) -> None:
    address = f"/programmes/{world.programme('graz')}/holidays/"
    day = f"{_today() + timedelta(days=days):%d %m %Y}"
    world.post("miriam", address, {"once": world.once("miriam", address), "first": day, "last": day, "name": "Easter"})
