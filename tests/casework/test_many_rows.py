"""No page of casework asks the database more because more was written about more men."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from article16.casework.access import models as access
from article16.casework.clients import models as clients
from article16.casework.endings import models as endings
from article16.casework.family import models as family
from article16.casework.groups import models as groups
from article16.casework.intake import models as intake
from article16.casework.panel import models as panel
from article16.casework.questionnaires import models as questionnaires
from article16.casework.questionnaires.queries import instruments
from article16.casework.records import models as records
from article16.casework.retention import models as retention
from article16.casework.tasks import models as tasks
from article16.casework.tasks import queries as task_queries
from article16.common.accounts import actions
from article16.common.accounts import models as accounts
from tests.casework.lived_in import live_in
from tests.casework.test_synthetic import person
from tests.many_rows import COPIES, Walk
from tests.service import make_person, signed_in

MEN = 12
ROLES = {"facilitator": "ana", "intake": "peter", "manager": "miriam", "auditor": "tom", "administrator": "ida"}
# By day the two who open most; at night each: `just postgres-night`.
WALKED = tuple(ROLES) if os.environ.get("ARTICLE16_EVERY_TEST") else ("facilitator", "manager")
KINDS = {
    "access_id": access.Request,
    "part_id": access.Part,
    "client_id": clients.Client,
    "episode_id": clients.Episode,
    "order_id": clients.Order,
    "deadline_id": clients.Deadline,
    "agency_id": clients.Agency,
    "merge_id": clients.Merge,
    "ending_id": endings.Ending,
    "relative_id": family.Relative,
    "check_id": family.RecordsCheck,
    "document_id": family.Document,
    "sealed_id": family.SealedDocument,
    "document_kind_id": family.DocumentKind,
    "group_id": groups.Group,
    "session_id": groups.Session,
    "enrolment_id": groups.Enrolment,
    "holiday_id": groups.Holiday,
    "interview_id": intake.Interview,
    "assessment_id": intake.Assessment,
    "criterion_id": intake.Criterion,
    "text_id": intake.AgreementText,
    "sheet_id": panel.Sheet,
    "asking_id": questionnaires.Asking,
    "rating_id": questionnaires.Rating,
    "rating_draft_id": questionnaires.RatingDraft,
    "own_id": questionnaires.OwnInstrument,
    "held_id": records.ReviewHeld,
    "individual_id": records.IndividualSession,
    "note_id": records.Note,
    "hold_id": retention.Hold,
    "task_id": tasks.Task,
    "programme_id": accounts.Programme,
    "person_id": accounts.Staff,
    "closed_id": accounts.ClosedFile,
    "membership": accounts.Membership,
}
# What stands in an address beside ids. Which questionnaires have an owner is asked when the test runs.
WORDS: dict[str, tuple[object, ...]] = {
    "language": ("en",),
    "place": (1,),
    "entry": ("first",),
    "figure": ("referrals",),
}
PAPERS: dict[str, tuple[object, ...]] = {"code": ("impact",)}
SEND_ON = {"client-intake", "client-records"}  # to his latest episode
# People and programmes are made as people make them; what is counted already has no rows of its own to show.
WITHOUT = {"accounts.Staff", "accounts.Programme", "accounts.Membership", "clients.Counter", "returns.Outdated"}
# Pages on which the copies must stand, or equal counts would say nothing.
HIS = {
    *("clients", "client", "client-print", "client-referral", "referral", "client-course", "episode-course", "family"),
    *("intake", "agreement", "suitability", "records", "notes", "documents", "questionnaires", "questionnaire-ratings"),
    *("attendance", "group", "group-sessions", "session-register", "session-print"),
}
COPY = {"access-board", "access-request", "access-part", "access-file", "retention-board"}
OVER = {"warnings", "client-opened", "criteria", "agreement-texts", "questionnaires-board"}
LISTS = {
    "facilitator": HIS | {"today", "tasks"},
    "intake": HIS | COPY | {"today", "tasks"},
    "manager": HIS | COPY | OVER | {"today", "tasks", "panel-sheets", "panel-sheet", "groups", "instruments"},
    "auditor": HIS | OVER,
    "administrator": {"people", "programmes", "document-kinds"},
}


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    patching, demo = pytest.MonkeyPatch.context(), override_settings(DEMO=True)
    with django_db_blocker.unblock(), patching as patch, demo, transaction.atomic():
        live_in(patch, men=MEN)
        yield
        transaction.set_rollback(True)


def pages(role: str) -> Walk:
    now = timezone.localdate().year
    words = WORDS | PAPERS | {"year": (now, now - 1), "slot": tuple(one.id for one in instruments.slots_here())}
    one = man_of_a_group()
    liked = {"client_id": one.episode.client, "episode_id": one.episode}
    liked |= {"session_id": one.session, "group_id": one.session.group, "programme_id": one.session.group.programme}
    return Walk(signed_in(person(ROLES[role])), role, KINDS, words, liked, frozenset(WITHOUT))


def man_of_a_group():
    """What a register says of a man who comes and has missed a session."""
    missed = groups.Attendance.objects.filter(mark="absent", session__group__programme__code="graz")
    return missed.select_related("episode__client", "session__group__programme").order_by("-session__starts_at")[0]


def works_in_one_more(role: str, number: int) -> None:
    """One programme more, in which the one who looks works too, and one person more in Graz."""
    at, graz = timezone.now(), accounts.Programme.objects.get(code="graz")
    make_person(f"Another{number} Person", "facilitator", graz, at=at)
    place = actions.add_programme(name=f"Programme {number}", code=f"more-{number}", by="", at=at)
    if role != "administrator":
        until = at + timedelta(days=14) if role == "auditor" else None
        actions.give_role(staff=person(ROLES[role]), grant=actions.Grant(role, place.pk, until), by="", at=at)


def work_in_more(role: str) -> None:
    for number in range(COPIES):
        works_in_one_more(role, number)


@pytest.mark.parametrize("role", WALKED)
def test_no_page_asks_more_because_more_was_written(lived, db, role):
    works_in_one_more(role, COPIES)  # who works in one programme alone is never asked in which
    walk = pages(role)
    walk.open_all()
    more = walk.asking_more(lambda: work_in_more(role), also=[man_of_a_group().episode.client])
    assert walk.shut <= SEND_ON
    assert not more, "\n".join(more)
    assert LISTS[role] - walk.longer == set()
    assert walk.unmarked() == set(), "made-up data say so on every page"


def test_a_page_that_asks_for_each_row_is_found(lived, db, monkeypatch):
    def one_by_one(*given, **more):
        part = real(*given, **more)
        return [tasks.Task.objects.filter(pk=row.id).exists() for row in part.rows] and part

    real = task_queries.tasks
    monkeypatch.setattr(task_queries, "tasks", one_by_one)
    walk = pages("facilitator")
    walk.open_all("tasks", "clients")
    found = walk.asking_more(lambda: None, also=tasks.Task.objects.filter(role="facilitator", done_at=None)[:3])
    assert found[0].startswith("tasks, as facilitator"), found
    assert not any(words.startswith("clients") for words in found)
