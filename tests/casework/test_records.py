"""Notes, individual sessions and reviews: what is written stands, what leaves is said before, the next one is due."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.groups import actions as groups
from article16.casework.intake.models import Motivation
from article16.casework.records import actions, queries, review_actions
from article16.casework.records.models import IndividualSession, Note, Review, ReviewHeld, SessionOutcome
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Raised
from article16.wall.outbox.models import OutgoingMessage
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(man):
    """C-001's passage through Graz, under way for ten days."""
    opened = timezone.localdate() - timedelta(days=10)
    Episode.objects.filter(client=man).update(opened_on=opened, state="active")
    return Episode.objects.select_related("client", "programme").get(client=man)


def day(ago=0):
    return f"{timezone.localdate() - timedelta(days=ago):%d %m %Y}"


def post(browser, name, pk, **data):
    url = reverse(name, args=[pk])
    return browser.post(url, {"once": once(browser, url), **data})


NOTE = {
    "kind": "fact",
    "words": "Called to say that he works nights from December.",
    "on": day(1),
    "happened_at": "11:20",
    "channel": "phone",
    "with_whom": "him",
    "concern": "none",
}


def messages():
    """What left since the referral with its two messages."""
    return list(OutgoingMessage.objects.order_by("sequence").values_list("type", flat=True))[2:]


# Notes


def test_a_note_stands_in_his_file_and_nothing_leaves(cast, episode, as_ana):
    answer = post(as_ana, "note-add", episode.pk, **NOTE)
    note = Note.objects.get()
    assert answer.url == reverse("note", args=[note.pk])
    assert (note.kind, note.channel, note.with_whom, f"{note.happened_at:%H:%M}") == ("fact", "phone", "him", "11:20")
    assert messages() == []
    assert "works nights" in as_ana.get(answer.url).content.decode()
    assert "works nights" in as_ana.get(reverse("records", args=[episode.pk])).content.decode()


@pytest.mark.parametrize(
    ("concern", "kind"),
    [("threat", "threat"), ("move", "move"), ("separation", "separation"), ("other", "concern")],
)
def test_a_concern_warns_once_in_the_same_transaction(cast, episode, as_ana, concern, kind):
    url = reverse("note-add", args=[episode.pk])
    data = {"once": once(as_ana, url), **NOTE, "concern": concern, "seriousness": "high"}
    for _click in range(2):
        as_ana.post(url, data)
    raised = Raised.objects.get()
    assert (raised.kind, raised.fact, raised.severity) == (kind, Note.objects.get().pk, "high")
    assert messages() == ["Alert"]


def test_where_there_is_no_womens_service_a_concern_is_a_task(cast, episode, as_ana):
    from article16.casework.clients.models import SupportLink

    SupportLink.objects.create(programme=cast.graz, zone="", alerts_to=cast.miriam)
    page = as_ana.get(reverse("note-add", args=[episode.pk])).content.decode()
    assert "it becomes a task of the person who is warned" in page
    post(as_ana, "note-add", episode.pk, **NOTE | {"concern": "threat", "seriousness": "highest"})
    assert Task.objects.get().person_id == cast.miriam.pk
    assert messages() == []


def test_the_page_says_before_saving_what_leaves(cast, episode, as_ana):
    page = as_ana.get(reverse("note-add", args=[episode.pk])).content.decode()
    assert "warning to the women’s service, as for every man" in page
    assert "never with a person he has harmed" in page


def test_in_hours_without_a_worker_the_page_says_so_and_whom_to_call(cast, episode, as_ana):
    from article16.casework.warnings.models import Hours

    yesterday = (timezone.localdate().weekday() - 1) % 7
    Hours.objects.create(programme=cast.graz, weekday=yesterday, opens="03:00", closes="03:30")
    page = as_ana.get(reverse("note-add", args=[episode.pk])).content.decode()
    assert "Nobody is on duty in the women’s service until" in page
    assert "Danger now: call" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Choose whether it is a fact, an observation or a plan"),
        ({"words": ""}, "Write the note"),
        ({"on": "30 2 2026"}, "Enter the date as day, month, year"),
        ({"on": "1 1 2199"}, "This day is still to come"),
        ({"happened_at": "25:00"}, "Enter the time as hours and minutes"),
        ({"channel": ""}, "Choose how the contact was made"),
        ({"with_whom": ""}, "Choose with whom you had contact"),
        ({"with_whom": "nobody"}, "Either there was a contact with somebody, or none with nobody"),
        ({"with_whom": "agency"}, "Name the agency"),
        ({"agency": "Probation Graz"}, "You name an agency"),
        ({"concern": ""}, "Choose the concern, or that there is none"),
        ({"concern": "threat"}, "Choose how soon somebody must act"),
        ({"seriousness": "high"}, "Choose which concern it is"),
        ({"concern": "threat", "seriousness": "high", "words": "x" * 1001}, "Shorten it to 1,000 characters"),
        ({"due_on": "1 1 2199"}, "Only a plan has a day"),
        ({"kind": "plan", "due_on": "1 1 2020"}, "This day has passed"),
    ],
)
def test_a_wrong_note_says_what_to_do_and_keeps_what_was_typed(cast, episode, as_ana, changes, sentence):
    page = post(as_ana, "note-add", episode.pk, **NOTE | changes)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(sentence) == 2, "once in the summary, once at the field"
    if "words" not in changes:
        assert "works nights from December" in text
    assert Note.objects.count() == 0
    assert messages() == []


def test_a_note_from_before_his_episode_is_refused(cast, episode, as_ana):
    page = post(as_ana, "note-add", episode.pk, **NOTE | {"on": day(11)})
    assert "His episode began on" in page.content.decode()
    assert Note.objects.count() == 0


def test_a_plan_with_a_day_makes_a_task_that_leads_to_it(cast, episode, as_ana):
    due = timezone.localdate() + timedelta(days=5)
    post(as_ana, "note-add", episode.pk, **NOTE | {"kind": "plan", "due_on": f"{due:%d %m %Y}"})
    task = Task.objects.get()
    assert (task.kind, task.due, task.url) == ("plan", due, reverse("note", args=[Note.objects.get().pk]))
    assert task.role == "facilitator"


def test_a_corrected_note_and_its_correction_both_stand(cast, episode, as_ana):
    post(as_ana, "note-add", episode.pk, **NOTE)
    old = Note.objects.get()
    assert "works nights" in as_ana.get(reverse("note-correct", args=[old.pk])).content.decode()
    post(as_ana, "note-correct", old.pk, **NOTE | {"words": "Called: he works nights from January."})
    new = Note.objects.get(corrects=old)
    assert reverse("note", args=[new.pk]) in as_ana.get(reverse("note", args=[old.pk])).content.decode()
    assert reverse("note", args=[old.pk]) in as_ana.get(reverse("note", args=[new.pk])).content.decode()
    page = as_ana.get(reverse("notes", args=[episode.pk])).content.decode()
    assert "from December" in page
    assert "from January" in page
    again = post(as_ana, "note-correct", old.pk, **NOTE)
    assert "This was corrected before" in again.content.decode()
    assert messages() == []


def test_correcting_a_concern_tells_that_it_was_corrected_and_does_not_warn_again(cast, episode, as_ana):
    worried = NOTE | {"concern": "threat", "seriousness": "high"}
    post(as_ana, "note-add", episode.pk, **worried)
    post(as_ana, "note-correct", Note.objects.get().pk, **worried | {"words": "He said it of a neighbour."})
    assert messages() == ["Alert", "Course"]
    assert Raised.objects.count() == 1


def test_a_correction_that_makes_it_more_serious_warns_again(cast, episode, as_ana):
    post(as_ana, "note-add", episode.pk, **NOTE | {"concern": "threat", "seriousness": "ordinary"})
    post(as_ana, "note-correct", Note.objects.get().pk, **NOTE | {"concern": "threat", "seriousness": "highest"})
    assert messages() == ["Alert", "Course", "Alert"]
    assert sorted(Raised.objects.values_list("severity", flat=True)) == ["highest", "ordinary"]


def test_notes_page_by_key_and_show_each_once(cast, episode, as_ana):
    for n in range(53):
        write(cast, episode, words=f"Note number {n:02d}.")
    first = as_ana.get(reverse("notes", args=[episode.pk])).content.decode()
    later = first.split('rel="prev"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = as_ana.get(reverse("notes", args=[episode.pk]) + later).content.decode()
    counted = [(f"Note number {n:02d}." in first) + (f"Note number {n:02d}." in second) for n in range(53)]
    assert counted == [1] * 53


def write(cast, episode, **changes):
    noted = actions.Noted(timezone.localdate(), "fact", "phone", "him", "He called.")
    from dataclasses import replace

    by, at = str(cast.ana.pk), timezone.now()
    return actions.write_note(episode=episode, noted=replace(noted, **changes), by=by, at=at)


# Individual sessions


def became(cast, **changes):
    data = {
        "happened": "held",
        "on": day(),
        "minutes": "50",
        "held_by": str(cast.ana.pk),
        "theme": "The minute before",
        "notes": "He named what he did.",
    }
    return data | changes


def test_a_planned_session_waits_until_somebody_writes_what_became_of_it(cast, episode, as_ana):
    post(as_ana, "individual-add", episode.pk, on=day(), starts_at="14.30", theme="Safety plan")
    session = IndividualSession.objects.get()
    waits = reverse("individual-record", args=[session.pk])
    assert waits in as_ana.get("/").content.decode()
    post(as_ana, "individual-record", session.pk, **became(cast))
    assert waits not in as_ana.get("/").content.decode()
    assert queries.individual_dose(episode) == (1, 50)
    assert messages() == ["Course"], "that he came, as from a register"


def test_only_held_sessions_count_and_a_correction_takes_the_place(cast, episode, as_ana):
    for changes in (
        {},
        {"happened": "cancelled", "minutes": "", "held_by": ""},
        {"happened": "not-attended", "minutes": ""},
    ):
        post(as_ana, "individual-write", episode.pk, **became(cast, **changes))
    assert queries.individual_dose(episode) == (1, 50)
    held = IndividualSession.objects.get(pk=SessionOutcome.objects.get(happened="held").session_id)
    post(as_ana, "individual-record", held.pk, **became(cast, minutes="40"))
    assert queries.individual_dose(episode) == (1, 40)
    assert SessionOutcome.objects.count() == 4
    page = as_ana.get(reverse("individual", args=[held.pk])).content.decode()
    assert "What stood before it was corrected" in page
    assert "1 session held, 0 h 40 min" in as_ana.get(reverse("records", args=[episode.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"happened": ""}, "Choose what became of the session"),
        ({"minutes": ""}, "Enter how many minutes it took"),
        ({"held_by": ""}, "Choose who held the session"),
        ({"happened": "cancelled"}, "Minutes belong to a session that was held"),
        ({"on": "1 1 2199"}, "This day is still to come"),
    ],
)
def test_a_wrong_session_says_what_to_do(cast, episode, as_ana, changes, sentence):
    page = post(as_ana, "individual-write", episode.pk, **became(cast, **changes))
    text = page.content.decode()
    assert text.count(sentence) == 2
    assert "He named what he did." in text
    assert SessionOutcome.objects.count() == IndividualSession.objects.count() == 0


def test_a_session_is_planned_for_a_day_to_come_and_not_in_an_ended_episode(cast, episode, as_ana):
    assert "This day has passed" in post(as_ana, "individual-add", episode.pk, on=day(1)).content.decode()
    Episode.objects.filter(pk=episode.pk).update(state="ended", ended_on=timezone.localdate())
    assert "His episode has ended" in post(as_ana, "individual-add", episode.pk, on=day()).content.decode()
    assert IndividualSession.objects.count() == 0


# Reviews


def review(cast, **changes):
    data = {
        "on": day(),
        "held_by": str(cast.ana.pk),
        "looked_at": ["attendance", "acts"],
        "words": "He names the choking as his act.",
        "goals": "Call before he is late.",
        "inside": "5",
        "inside_words": "his son",
        "outside_why": "declined",
        "next_on": f"{timezone.localdate() + timedelta(weeks=8):%d %m %Y}",
        "for_her_service": "Blue door, Lendplatz 7",
    }
    return data | changes


def test_a_review_makes_the_next_one_due_and_sends_the_box(cast, episode, as_ana):
    review_actions.plan_first_review(episode=episode, by="", at=timezone.now())
    answer = post(as_ana, "review-hold", episode.pk, **review(cast))
    assert answer.status_code == 302
    assert [one.settled for one in Review.objects.order_by("written_at")] == ["held", ""]
    assert queries.open_review(episode.pk)[1] == timezone.localdate() + timedelta(weeks=8)
    asked = Motivation.objects.get()
    assert (asked.occasion, asked.inside, asked.outside_state) == ("review", 5, "declined")
    assert messages() == ["PartnerDetails", "Schedule"]


def test_the_box_leaves_empty_or_not_with_the_same_length_and_stands_nowhere(cast, episode, as_ana):
    for words in ("", "Blue door, Lendplatz 7", "x" * 3000):
        post(as_ana, "review-hold", episode.pk, **review(cast, for_her_service=words))
    boxes = OutgoingMessage.objects.filter(type="PartnerDetails")
    assert boxes.count() == 4, "one at the referral, one with each review"
    assert len({len(bytes(one.sealed)) for one in boxes}) == 1
    from django.apps import apps

    for model in apps.get_models():
        for row in model.objects.values_list():
            assert all("Lendplatz" not in str(value) for value in row), model


def test_a_box_with_pasted_control_characters_leaves_all_the_same(cast, episode, as_ana):
    answer = post(as_ana, "review-hold", episode.pk, **review(cast, for_her_service="a\x0bb\r\nc"))
    assert answer.status_code == 302
    assert messages() == ["PartnerDetails", "Schedule"]


def test_a_programme_without_a_womens_service_reviews_and_sends_nothing(cast, episode, as_ana):
    from article16.casework.clients.models import SupportLink

    SupportLink.objects.create(programme=cast.graz, zone="", alerts_to=cast.miriam)
    page = as_ana.get(reverse("review-hold", args=[episode.pk])).content.decode()
    assert "what is written in the box is kept nowhere" in page
    post(as_ana, "review-hold", episode.pk, **review(cast))
    assert ReviewHeld.objects.count() == 1
    assert messages() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"looked_at": []}, "Choose at least one thing that was looked at"),
        ({"words": ""}, "Write what the review found"),
        ({"held_by": ""}, "Choose who held the review"),
        ({"next_on": ""}, "Enter a date"),
        ({"next_on": day()}, "The next review comes later than this one"),
        ({"inside": "11"}, "Enter a whole number from 0 to 10"),
        ({"for_her_service": "x" * 3001}, "at most 3000 characters"),
        ({"on": "1 1 2199"}, "This day is still to come"),
    ],
)
def test_a_wrong_review_says_what_to_do_and_keeps_what_was_typed(cast, episode, as_ana, changes, sentence):
    page = post(as_ana, "review-hold", episode.pk, **review(cast, **changes))
    text = page.content.decode()
    assert text.count(sentence) == 2
    assert "Call before he is late." in text
    assert ReviewHeld.objects.count() == Review.objects.count() == 0
    assert messages() == []


def test_correcting_a_review_sends_nothing_and_keeps_the_next_day(cast, episode, as_ana):
    post(as_ana, "review-hold", episode.pk, **review(cast))
    held = ReviewHeld.objects.get()
    before = as_ana.get(reverse("review-correct", args=[held.pk])).content.decode()
    assert "for_her_service" not in before
    post(as_ana, "review-correct", held.pk, **review(cast, words="He names it an accident again."))
    new = ReviewHeld.objects.get(corrects=held)
    assert new.next_on == held.next_on
    assert messages() == ["PartnerDetails", "Schedule"], "of the review itself, and nothing of its correction"
    assert Motivation.objects.count() == 1
    assert "5 of 10: his son" in as_ana.get(reverse("review", args=[new.pk])).content.decode()
    assert reverse("review", args=[new.pk]) in as_ana.get(reverse("review", args=[held.pk])).content.decode()


def test_a_review_is_moved_with_a_reason_and_both_days_stand(cast, episode, as_ana):
    review_actions.plan_first_review(episode=episode, by=str(cast.ana.pk), at=timezone.now())
    to = timezone.localdate() + timedelta(days=3)
    post(as_ana, "review-move", episode.pk, to=f"{to:%d %m %Y}", reason="He is in hospital.")
    assert sorted((one.settled, one.reason) for one in Review.objects.all()) == [
        ("", ""),
        ("moved", "He is in hospital."),
    ]
    assert queries.open_review(episode.pk)[1] == to
    assert reverse("review-hold", args=[episode.pk]) in as_ana.get("/").content.decode(), "it waits on the first page"


def test_the_interval_is_data_of_the_programme(cast, episode, as_miriam):
    assert queries.review_weeks(cast.graz.pk, timezone.localdate()) == 8
    post(as_miriam, "review-interval", cast.graz.pk, weeks="6", active_from=day())
    assert queries.review_weeks(cast.graz.pk, timezone.localdate()) == 6
    review_actions.plan_first_review(episode=episode, by="", at=timezone.now())
    assert queries.open_review(episode.pk)[1] == timezone.localdate() + timedelta(weeks=6)
    assert as_miriam.get(reverse("review-interval", args=[cast.prison.pk])).status_code == 404


def test_the_tick_plans_what_nobody_planned_and_closes_what_ended(cast, episode, django_assert_num_queries):
    assert groups.keep_planned(at=timezone.now()) == (1, 0)
    assert groups.keep_planned(at=timezone.now()) == (0, 0)
    actions.plan_individual(
        episode=episode, on=date(2999, 1, 1), starts_at=None, theme="", by=str(cast.ana.pk), at=timezone.now()
    )
    Episode.objects.filter(pk=episode.pk).update(state="ended", ended_on=timezone.localdate())
    assert groups.keep_planned(at=timezone.now()) == (0, 2)
    assert Review.objects.get().settled == "closed"
    assert SessionOutcome.objects.count() == 0, "nobody said what became of it"


# Of all of it


def test_the_database_refuses_to_change_what_was_written(cast, episode, as_ana):
    post(as_ana, "note-add", episode.pk, **NOTE)
    post(as_ana, "individual-write", episode.pk, **became(cast))
    post(as_ana, "review-hold", episode.pk, **review(cast))
    changes = (
        (Note, {"words": "x"}),
        (SessionOutcome, {"minutes": 5}),
        (ReviewHeld, {"words": "x"}),
        (Review.objects.exclude(settled=""), {"settled": "moved"}),
        (IndividualSession, {"theme": "x"}),
    )
    for rows, change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            getattr(rows, "objects", rows).update(**change)


def test_another_programme_gets_the_404_of_what_does_not_exist(cast, episode, as_ana, as_ben):
    post(as_ana, "note-add", episode.pk, **NOTE)
    post(as_ana, "individual-write", episode.pk, **became(cast))
    post(as_ana, "review-hold", episode.pk, **review(cast))
    nobody = "00000000-0000-4000-8000-000000000000"
    kinds = {"episode_id": episode, "note_id": Note, "held_id": ReviewHeld, "individual_id": IndividualSession}
    names = {
        "episode_id": [
            "records",
            "notes",
            "note-add",
            "review-hold",
            "review-move",
            "individual-add",
            "individual-write",
        ],
        "note_id": ["note", "note-correct"],
        "held_id": ["review", "review-correct"],
        "individual_id": ["individual", "individual-record"],
    }
    for kind, pages in names.items():
        one = kinds[kind] if kind == "episode_id" else kinds[kind].objects.get()
        for name in pages:
            assert as_ana.get(reverse(name, args=[one.pk])).status_code == 200
            there, nowhere = (as_ben.get(reverse(name, args=[pk])) for pk in (one.pk, nobody))
            assert there.status_code == nowhere.status_code == 404
            assert there.content == nowhere.content


def test_an_auditor_reads_and_does_not_write(cast, episode, as_ana):
    post(as_ana, "note-add", episode.pk, **NOTE)
    tom = signed_in(cast.tom)
    assert "note-add" not in (page := tom.get(reverse("records", args=[episode.pk]))).content.decode()
    assert page.status_code == 200
    assert "notes/add" not in page.content.decode()
    assert tom.get(reverse("note-add", args=[episode.pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_pages_cost_the_same_whatever_was_written(cast, episode, as_ana, count, django_assert_num_queries):
    by, at = str(cast.ana.pk), timezone.now()
    for n in range(count):
        write(cast, episode, words=f"Note {n}")
        held = actions.Became(timezone.localdate(), "held", 50, "", "", cast.ana.pk)
        actions.record_individual(episode=episode, became=held, by=by, at=at)
    as_ana.get(reverse("records", args=[episode.pk]))
    # session, person, roles; episode; sessions and what became of them; open review, reviews held, notes and their
    # corrections, motivation; audit row
    with django_assert_num_queries(12):
        as_ana.get(reverse("records", args=[episode.pk]))
    with django_assert_num_queries(7):
        as_ana.get(reverse("notes", args=[episode.pk]))
