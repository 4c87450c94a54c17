"""The pages of groups: who sees what, what a wrong form says, what each costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.actions import set_state
from article16.casework.clients.models import EpisodeState
from article16.casework.groups import actions
from article16.casework.groups.models import Enrolment, Group, Holiday, MakeUp, Session
from article16.casework.groups.standing import Mark
from article16.casework.tasks.models import Task
from article16.common.accounts import actions as accounts
from tests.casework.groups_cast import enrolled, held, line, make_episode, make_group, sessions, take
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def group(cast, at):
    """Eight weeks old, and it met yesterday."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    first = yesterday - timedelta(weeks=8)
    return make_group(
        cast, at=at - timedelta(weeks=9), first_day=first, weekday=yesterday.weekday(), planned_sessions=26
    )


def men(cast, group, *names):
    return enrolled(cast, group, *names, since=group.first_day, at=timezone.now())


def fields(browser, url, **changes):
    return {"once": once(browser, url)} | changes


GROUP = {
    "name": "Monday group",
    "kind": "closed",
    "capacity": "8",
    "weekday": "0",
    "time": "18:30",
    "minutes": "120",
    "time_zone": "Europe/Vienna",
    "where": "venue",
    "place": "Room 2",
    "planned_sessions": "26",
    "planned_hours": "",
    "themes": "Welcome",
    "first_staff": "",
    "first_gender": "",
    "second_staff": "",
    "second_gender": "",
}


def group_form(cast, browser, **changes):
    first = f"{timezone.localdate() + timedelta(days=3):%d %m %Y}"
    return fields(
        browser, reverse("group-add"), **GROUP | {"first_day": first, "programme": str(cast.graz.pk)} | changes
    )


def test_a_new_group_has_its_sessions_and_hours(cast, as_ana):
    answer = as_ana.post(
        reverse("group-add"), group_form(cast, as_ana, first_staff=str(cast.ana.pk), first_gender="woman")
    )
    made = Group.objects.get()
    assert answer.url == reverse("group", args=[made.pk])
    assert (made.planned_hours, Session.objects.filter(group=made).count()) == (52, 26)
    page = as_ana.get(answer.url).content.decode()
    assert "Ana Ferreira (woman)" in page
    assert "Mondays" in page or "Monday, 18:30 to 20:30" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter a name"),
        ({"capacity": "13"}, "allow 12 men in a group"),
        ({"capacity": "many"}, "Enter a number from 1 to 99"),
        ({"time": "25:00"}, "Enter the time as hours and minutes"),
        ({"first_day": "31 2 2027"}, "Enter the date as day, month, year"),
        ({"first_day": "1 1 2099"}, "more than three years away"),
        ({"first_staff": "ana"}, "Choose one of the list"),
        ({"time_zone": "Mars/Olympus"}, "Choose the time zone"),
        ({"planned_sessions": "0"}, "Enter a number from 1 to 200"),
    ],
)
def test_a_wrong_group_says_what_to_do_and_keeps_what_was_typed(cast, as_ana, changes, sentence):
    page = as_ana.post(reverse("group-add"), group_form(cast, as_ana, **changes)).content.decode()
    assert sentence in page
    assert 'value="Room 2"' in page
    assert Group.objects.count() == 0


def test_a_facilitator_needs_a_gender_and_sits_on_one_seat(cast, as_ana):
    ana = str(cast.ana.pk)
    changes = {"first_staff": ana, "first_gender": "woman", "second_staff": ana, "second_gender": ""}
    page = as_ana.post(reverse("group-add"), group_form(cast, as_ana, **changes)).content.decode()
    assert "programmes plan mixed pairs" in page
    assert "Choose somebody else" in page


def test_a_double_click_makes_one_group(cast, as_ana):
    data = group_form(cast, as_ana)
    assert as_ana.post(reverse("group-add"), data).url == as_ana.post(reverse("group-add"), data).url
    assert Group.objects.count() == 1


def test_changing_the_group_shows_what_stands_and_keeps_it(cast, group, as_ana):
    url = reverse("group-change", args=[group.pk])
    page = as_ana.get(url).content.decode()
    assert 'value="Thursday group"' in page
    data = fields(as_ana, url, **GROUP | {"kind": "rolling", "first_day": f"{group.first_day:%d %m %Y}"})
    assert as_ana.post(url, data).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.weekday) == ("Monday group", 0)


def test_a_man_is_taken_in_and_his_episode_becomes_active(cast, group, as_peter):
    episode = make_episode(cast)
    url = reverse("group-enrol", args=[group.pk])
    today = f"{timezone.localdate():%d %m %Y}"
    answer = as_peter.post(url, fields(as_peter, url, episode=str(episode.pk), since=today, reason=""))
    assert answer.status_code == 302
    episode.refresh_from_db()
    assert episode.state == EpisodeState.ACTIVE
    assert "Lukas Brandner" in as_peter.get(reverse("group", args=[group.pk])).content.decode()


def test_a_man_goes_from_his_own_page_into_a_group(cast, group, as_ana):
    episode = make_episode(cast)
    page = as_ana.get(reverse("attendance", args=[episode.client_id])).content.decode()
    url = f"{reverse('group-enrol', args=[group.pk])}?episode={episode.pk}"
    assert url in page
    assert f'value="{episode.pk}"' in as_ana.get(url).content.decode()
    assert "checked" in as_ana.get(url).content.decode()
    men(cast, group, "Tunde Adeyemi")
    other = Enrolment.objects.get().episode
    assert "group-enrol" not in as_ana.get(reverse("attendance", args=[other.client_id])).content.decode()


def test_a_full_group_says_so_and_takes_nobody(cast, at, as_peter):
    group = make_group(cast, capacity=1, first_day=timezone.localdate(at), at=at, name="Small")
    enrolled(cast, group, "First man", since=timezone.localdate(at), at=at)
    episode = make_episode(cast)
    url = reverse("group-enrol", args=[group.pk])
    today = f"{timezone.localdate():%d %m %Y}"
    page = as_peter.post(url, fields(as_peter, url, episode=str(episode.pk), since=today, reason="")).content.decode()
    assert "The group is full: 1 of 1 men" in page
    assert Enrolment.objects.count() == 1


def test_a_closed_group_that_has_begun_opens_for_a_manager_with_a_reason_only(cast, at, as_peter, as_miriam):
    group = make_group(
        cast, kind="closed", at=at - timedelta(weeks=9), first_day=timezone.localdate(at) - timedelta(weeks=8)
    )
    episode = make_episode(cast)
    url = reverse("group-enrol", args=[group.pk])
    asked = {"episode": str(episode.pk), "since": f"{timezone.localdate():%d %m %Y}"}
    for browser, reason in ((as_peter, "Urgent"), (as_miriam, "")):
        page = browser.post(url, fields(browser, url, **asked, reason=reason)).content.decode()
        assert "closed and has begun" in page
    assert as_miriam.post(url, fields(as_miriam, url, **asked, reason="Court order")).status_code == 302
    assert Enrolment.objects.get().reason == "Court order"


def test_leaving_keeps_him_in_the_registers_until_his_last_day(cast, group, as_ana):
    (episode,) = men(cast, group, "Lukas Brandner")
    last = held(group, timezone.now())[-1]
    take(cast, last, line(episode))
    enrolment = Enrolment.objects.get()
    url = reverse("enrolment-leave", args=[enrolment.pk])
    early = f"{group.first_day:%d %m %Y}"
    page = as_ana.post(url, fields(as_ana, url, on=early, why="")).content.decode()
    assert "The register has him on" in page
    assert as_ana.post(url, fields(as_ana, url, on=f"{timezone.localdate():%d %m %Y}", why="Moves")).status_code == 302
    assert "Lukas Brandner" in as_ana.get(reverse("session-register", args=[last.pk])).content.decode()


def register_form(browser, session, marks, **more):
    url = reverse("session-register", args=[session.pk])
    data = fields(browser, url, homework_due="", homework="", debrief="")
    for episode, mark in marks:
        data[f"mark-{episode.pk}"] = mark
    return url, data | more


def test_the_register_saves_those_who_are_marked_and_says_who_is_open(cast, group, as_ana):
    one, two = men(cast, group, "Lukas Brandner", "Tunde Adeyemi")
    session = held(group, timezone.now())[-1]
    url, data = register_form(as_ana, session, [(one, "present")])
    answer = as_ana.post(url, data, follow=True)
    text = answer.content.decode()
    assert "1 man recorded." in text
    assert "1 is not recorded yet." in text
    assert "data-recorded>1<" in text
    assert f'name="shown-{two.pk}" value=""' in text


def test_nobody_is_present_by_default(cast, group, as_ana):
    men(cast, group, "Lukas Brandner")
    page = as_ana.get(reverse("session-register", args=[held(group, timezone.now())[-1].pk])).content.decode()
    assert "data-recorded>0<" in page
    assert "checked" not in page.split('class="register-debrief"')[0].split('class="register-men"')[1]


def test_marking_the_open_ones_saves_nothing_by_itself(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[-1]
    url, data = register_form(as_ana, session, [], fill="present")
    page = as_ana.post(url, data).content.decode()
    assert 'value="present" id="mark-' in page
    assert f'name="minutes-{one.pk}" id="minutes-{one.pk}" value="120"' in page
    session.refresh_from_db()
    assert session.taken_at is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes": "999"}, "Enter the minutes as a number from 0 to 120"),
        ({"minutes": "an hour"}, "Enter the minutes as a number from 0 to 120"),
        ({"concern": "on"}, "Say what concerns you"),
        ({"note": "x" * 1001}, "Shorten the note"),
        ({"mark": "", "note": "Rang"}, "Choose whether he was there"),
    ],
)
def test_a_wrong_register_saves_nothing_and_keeps_what_was_typed(cast, group, as_ana, changes, sentence):
    one, two = men(cast, group, "Lukas Brandner", "Tunde Adeyemi")
    session = held(group, timezone.now())[-1]
    url, data = register_form(as_ana, session, [(one, "late"), (two, "present")])
    data |= {f"{name}-{one.pk}": value for name, value in changes.items()} | {f"note-{two.pk}": "Asked a lot"}
    text = as_ana.post(url, data).content.decode()
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    assert 'value="Asked a lot"' in text
    assert not as_ana.get(reverse("attendance", args=[two.client_id])).content.decode().count("Asked a lot")


def test_somebody_elses_register_is_not_overwritten_and_nothing_is_lost(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[-1]
    url, data = register_form(as_ana, session, [(one, "present")], **{f"note-{one.pk}": "Asked a lot"})
    take(cast, session, line(one, Mark.ABSENT), by=cast.peter)
    text = as_ana.post(url, data).content.decode()
    assert "Somebody else took this register" in text
    assert 'value="Asked a lot"' in text


def test_before_saving_the_page_says_what_an_absence_brings(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    first, second = held(group, timezone.now())[:2]
    take(cast, first, line(one, Mark.ABSENT))
    page = as_ana.get(reverse("session-register", args=[second.pk])).content.decode()
    assert "Absence 2 of 4." in page
    assert "Saving makes a letter due on" in page
    assert "as for every man" in page


def test_a_man_whose_episode_is_suspended_is_marked_as_such(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    url = reverse("session-register", args=[held(group, timezone.now())[-1].pk])
    assert "Suspended" not in as_ana.get(url).content.decode()
    set_state(
        episode=one,
        state=EpisodeState.SUSPENDED,
        on=timezone.localdate(),
        by=str(cast.miriam.pk),
        at=timezone.now(),
    )
    assert "Suspended" in as_ana.get(url).content.decode()


def test_an_auditor_and_intake_read_the_register_and_do_not_write(cast, group, as_peter):
    (one,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[-1]
    url = reverse("session-register", args=[session.pk])
    for browser in (as_peter, signed_in(cast.tom)):
        assert "Save register" not in browser.get(url).content.decode()
        assert browser.post(url, {f"mark-{one.pk}": "present"}).status_code == 404


def test_a_man_whose_file_is_closed_to_me_is_on_none_of_my_pages(cast, group, as_ana, as_miriam):
    one, two = men(cast, group, "Lukas Brandner", "Tunde Adeyemi")
    session = held(group, timezone.now())[-1]
    accounts.close_file(
        staff_id=cast.ana.pk, thing="client", object_id=one.client_id, by=str(cast.ana.pk), at=timezone.now()
    )
    addresses = [
        reverse("group", args=[group.pk]),
        reverse("session-register", args=[session.pk]),
        reverse("session-print", args=[session.pk]),
    ]
    for address in addresses:
        assert "Brandner" not in as_ana.get(address).content.decode()
        assert "Adeyemi" in as_ana.get(address).content.decode()
        assert "Brandner" in as_miriam.get(address).content.decode()
    enrolment = Enrolment.objects.get(episode=one)
    assert as_ana.get(reverse("enrolment-leave", args=[enrolment.pk])).status_code == 404
    assert as_ana.get(reverse("attendance", args=[one.client_id])).status_code == 404
    assert two


def addresses_of(cast, group):
    (episode,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[0]
    take(cast, session, line(episode, Mark.ABSENT))
    actions.add_holiday(
        programme=cast.graz.pk,
        first=timezone.localdate(),
        last=timezone.localdate(),
        name="x",
        by=str(cast.miriam.pk),
        at=timezone.now(),
    )
    return [
        *[("group", [group.pk]), ("group-change", [group.pk]), ("group-end", [group.pk]), ("group-plan", [group.pk])],
        *[("group-sessions", [group.pk]), ("group-enrol", [group.pk]), ("session-add", [group.pk])],
        *[("session-register", [session.pk]), ("session-print", [session.pk]), ("session-change", [session.pk])],
        *[("session-cancel", [session.pk]), ("enrolment-leave", [Enrolment.objects.get().pk])],
        *[("attendance", [episode.client_id]), ("make-up", [episode.client_id, session.pk])],
        *[("attendance-rules", [cast.graz.pk]), ("holidays", [cast.graz.pk])],
        ("holiday-remove", [Holiday.objects.get().pk]),
    ]


def test_every_page_opens_for_its_programme_and_is_nothing_to_another(cast, group, as_miriam, as_ben):
    for name, args in addresses_of(cast, group):
        url = reverse(name, args=args)
        assert as_miriam.get(url).status_code == 200, name
        there, nowhere = as_ben.get(url), as_ben.get(reverse(name, args=[NOBODY] * len(args)))
        assert there.status_code == nowhere.status_code == 404, name
        assert there.content == nowhere.content
        assert as_ben.post(url).status_code in {404, 405}, name


def test_a_manager_of_two_programmes_cannot_enrol_across_them(cast, group, as_peter):
    stranger = make_episode(cast, "Of the prison", cast.prison)
    url = reverse("group-enrol", args=[group.pk])
    make_episode(cast)
    data = fields(as_peter, url, episode=str(stranger.pk))
    page = as_peter.post(url, data | {"since": f"{timezone.localdate():%d %m %Y}", "reason": ""})
    assert page.status_code == 200
    assert Enrolment.objects.count() == 0


def test_rules_are_kept_by_day_and_a_graver_step_comes_later(cast, as_miriam):
    url = reverse("attendance-rules", args=[cast.graz.pk])
    rules = {
        **{"since": f"{timezone.localdate():%d %m %Y}", "largest_group": "10", "allowed": "3", "allowed_in_row": "2"},
        **{"letter": "2", "letter_in_row": "", "review": "1", "review_in_row": "2", "exclusion": "4"},
        **{
            "exclusion_in_row": "",
            "excused_count": "no",
            "sent_away_counts": "yes",
            "alone_counts": "yes",
            "minimum_minutes": "60",
        },
        **{"make_ups": "1", "answer_days": "7"},
    }
    page = as_miriam.post(url, fields(as_miriam, url, **rules)).content.decode()
    assert "A graver step cannot come before a lighter one" in page
    assert as_miriam.post(url, fields(as_miriam, url, **rules | {"review": "3"})).status_code == 302
    assert "rules of" in as_miriam.get(url).content.decode()


def test_holidays_are_added_and_removed(cast, as_miriam):
    url = reverse("holidays", args=[cast.graz.pk])
    today = timezone.localdate()
    wrong = {"first": f"{today:%d %m %Y}", "last": f"{today - timedelta(days=1):%d %m %Y}", "name": "Xmas"}
    assert "lies before the first one" in as_miriam.post(url, fields(as_miriam, url, **wrong)).content.decode()
    as_miriam.post(url, fields(as_miriam, url, **wrong | {"last": wrong["first"]}))
    assert "Xmas" in as_miriam.get(url).content.decode()
    remove = reverse("holiday-remove", args=[Holiday.objects.get().pk])
    assert as_miriam.post(remove, fields(as_miriam, remove)).status_code == 302
    assert "Xmas" not in as_miriam.get(url).content.decode()


def test_making_up_is_recorded_and_taken_back_from_the_page(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[0]
    take(cast, session, line(one, Mark.ABSENT))
    url = reverse("make-up", args=[one.client_id, session.pk])
    assert "Enter the day" in as_ana.post(url, fields(as_ana, url, what="made-up")).content.decode()
    day = f"{timezone.localdate():%d %m %Y}"
    as_ana.post(url, fields(as_ana, url, what="made-up", on=day, minutes="90", words="Tuesday group"))
    assert "90 min made up for" in as_ana.get(reverse("attendance", args=[one.client_id])).content.decode()
    as_ana.post(url, fields(as_ana, url, what="not"))
    assert "90 min made up for" not in as_ana.get(reverse("attendance", args=[one.client_id])).content.decode()
    assert MakeUp.objects.count() == 2


def test_the_mans_sessions_show_letters_standing_and_dose(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    first, second, third = held(group, timezone.now())[:3]
    take(cast, first, line(one, minutes=120))
    take(cast, second, line(one, Mark.ABSENT))
    take(cast, third, line(one, Mark.LATE, minutes=90))
    page = as_ana.get(reverse("attendance", args=[one.client_id])).content.decode()
    assert "Session 2: absent, not excused" in page
    assert "1 of 4 absences that count; the next one brings a letter" in page
    assert "2 of 26 sessions, 3.5 h of 52 h planned" in page


def test_a_correction_is_shown_with_what_stood_before(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    session = held(group, timezone.now())[0]
    take(cast, session, line(one, Mark.ABSENT))
    url, data = register_form(as_ana, session, [(one, "excused")])
    from article16.casework.groups.models import Attendance

    text = as_ana.post(url, data | {f"shown-{one.pk}": str(Attendance.objects.get().pk)}, follow=True).content.decode()
    assert "1 man corrected." in text
    assert (
        "Before: absent, not excused, written by Ana Ferreira"
        in as_ana.get(reverse("attendance", args=[one.client_id])).content.decode()
    )


def test_the_paper_register_has_every_man_in_the_order_of_names_and_room_for_more(cast, group, as_ana):
    men(cast, group, "Zoran", "Müller", "Łukasz")
    page = as_ana.get(reverse("session-print", args=[held(group, timezone.now())[0].pk])).content.decode()
    assert page.index("Łukasz") < page.index("Müller") < page.index("Zoran")
    assert page.count("a line to spare") == 3


def test_what_waits_are_registers_not_taken_and_the_sessions_of_the_week(cast, group, as_ana):
    assert "Register of the Thursday group" not in as_ana.get("/").content.decode()
    men(cast, group, "Lukas Brandner")
    page = as_ana.get("/").content.decode()
    assert page.count("Register of the Thursday group") >= 8
    assert "Session of the Thursday group" in page


def test_the_timeline_tells_of_groups_and_sessions(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    take(cast, held(group, timezone.now())[0], line(one, Mark.ABSENT, note="No call", concern=True, concern_words="x"))
    page = as_ana.get(reverse("client", args=[one.client_id])).content.decode()
    assert "Taken into the group Thursday group" in page
    assert "Absent, not excused: session 1" in page
    assert "No call A facilitator raised a concern." in page
    assert "Thursday group, since" in page


def cost(browser, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(url).status_code == 200
    return len(counted)


def test_no_page_costs_more_queries_for_thirty_men_than_for_three(cast, at, as_miriam):
    costs = []
    for name, many in (("Small", 3), ("Large", 30)):
        first = timezone.localdate(at) - timedelta(weeks=4)
        group = make_group(
            cast,
            name=name,
            at=at - timedelta(weeks=5),
            first_day=first,
            weekday=first.weekday(),
            capacity=40,
            largest=40,
        )
        episodes = enrolled(cast, group, *(f"{name} {n:02d}" for n in range(many)), since=first, at=at)
        session = held(group, at)[0]
        take(cast, session, *((one, Mark.ABSENT) for one in episodes))
        addresses = [
            reverse("group", args=[group.pk]),
            reverse("group-sessions", args=[group.pk]),
            reverse("session-register", args=[session.pk]),
            reverse("session-print", args=[session.pk]),
            reverse("attendance", args=[episodes[0].client_id]),
        ]
        costs.append([cost(as_miriam, one) for one in addresses])
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 16
    assert cost(as_miriam, reverse("groups")) <= 8


def test_the_list_of_groups_costs_the_same_for_three_and_thirty(cast, at, as_ana):
    for n in range(3):
        make_group(cast, name=f"Group {n}")
    few = cost(as_ana, reverse("groups"))
    for n in range(3, 30):
        make_group(cast, name=f"Group {n}")
    assert cost(as_ana, reverse("groups")) == few


def test_a_step_of_the_rules_waits_with_its_name(cast, group, as_ana):
    (one,) = men(cast, group, "Lukas Brandner")
    for session in held(group, timezone.now())[:2]:
        take(cast, session, line(one, Mark.ABSENT))
    assert Task.objects.get().kind == "attendance-letter"
    assert "Send the letter about absences" in as_ana.get("/").content.decode()


def test_a_session_is_moved_cancelled_and_added_from_its_pages(cast, group, as_ana):
    coming = next(one for one in sessions(group) if one.starts_at > timezone.now())
    day = f"{timezone.localdate() + timedelta(days=3):%d %m %Y}"
    data = {"day": day, "time": "10:00", "minutes": "60", "theme": "Anger", "place": ""}
    url = reverse("session-change", args=[coming.pk])
    assert as_ana.post(url, fields(as_ana, url, **data)).status_code == 302
    coming.refresh_from_db()
    assert (coming.theme, coming.minutes, coming.by_hand) == ("Anger", 60, True)
    url = reverse("session-cancel", args=[coming.pk])
    assert "Enter the reason" in as_ana.post(url, fields(as_ana, url, why="", one_more="")).content.decode()
    assert as_ana.post(url, fields(as_ana, url, why="Ill", one_more="no")).status_code == 302
    url = reverse("session-add", args=[group.pk])
    assert as_ana.post(url, fields(as_ana, url, **data)).status_code == 302
    page = as_ana.get(reverse("group-sessions", args=[group.pk])).content.decode()
    assert "Cancelled" in page
    assert "extra" in page


def test_a_group_is_ended_and_planned_further_from_its_pages(cast, group, as_ana):
    url = reverse("group-plan", args=[group.pk])
    assert as_ana.post(url, fields(as_ana, url)).status_code == 302
    url = reverse("group-end", args=[group.pk])
    today = f"{timezone.localdate():%d %m %Y}"
    assert as_ana.post(url, fields(as_ana, url, on=today)).status_code == 302
    assert "Thursday group" in as_ana.get(reverse("groups") + "?show=ended").content.decode()
    assert "Thursday group" not in as_ana.get(reverse("groups")).content.decode()
