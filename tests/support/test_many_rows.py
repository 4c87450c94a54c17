"""No page of her service asks the database more because more was written."""

import os

import pytest
from django.apps import apps
from django.db import models, transaction

from article16.common.accounts import models as accounts
from article16.support.access.models import Copy
from article16.support.alerts.models import Alert, ForCase, Shift
from article16.support.documents.models import SealedDocument
from article16.support.groups.models import Group
from article16.support.keys.models import Admission, WorkerKey, Wrap
from article16.support.outcomes.models import Report
from article16.support.panel.models import Meeting
from article16.support.portal.models import Link
from article16.support.questionnaires.models import OwnQuestionnaire, Sitting
from article16.support.releases.models import Release
from article16.support.survivors.models import Case
from article16.support.survivors.queries import every_case
from article16.support.team import queries as team_queries
from article16.wall.inbox.models import ReceivedMessage
from tests.many_rows import COPIES, Walk
from tests.support.lived_in import ROLES, Service, settled

# By day the two who open most; at night each: `just postgres-night`.
WALKED = ROLES if os.environ.get("ARTICLE16_EVERY_TEST") else ("worker", "lead")
KINDS = {
    "admission_id": Admission,
    "alert_id": Alert,
    "case_id": ForCase,
    "closed_id": accounts.ClosedFile,
    "copy_id": Copy,
    "group_id": Group,
    "key_id": WorkerKey,
    "link_id": Link,
    "meeting_id": Meeting,
    "membership": accounts.Membership,
    "message_id": ReceivedMessage,
    "own_id": OwnQuestionnaire,
    "person_id": accounts.Staff,
    "release_id": Release,
    "report_id": Report,
    "sealed_id": SealedDocument,
    "shift_id": Shift,
    "sitting_id": Sitting,
    "staff_id": accounts.Staff,
    "survivor_id": Case,
    "way_id": Wrap,
}


# Pages that open at no address here, each with the reason.
SHUT = {
    "alert-take": "only pressed; read, it leads to the warning",
    "alert-pass-on": "the same",
    "release-approval": "for the lead alone who is named in it",
    "survivor-sitting-compare": "one questionnaire keyed twice from paper, and nothing else",
    "survivor-correction": "one questionnaire that is being corrected, and nothing else",
    "study-report": "a report takes its time to be made: tests/support/test_study_pages.py",
    "study-report-file": "the same",
    "study-report-stop": "the same",
    "study-release-approve": "the same",
    "key-hand-over": "for who holds the ring that is asked for",
}
# Pages on which what was added must stand, or equal counts would say nothing.
HERS = {"survivor", "survivors", "survivors-due", "survivor-boxes", "survivor-documents", "survivor-warnings", "rota"}
HERS |= {"duty-desk", "alert", "sealed-documents", "her-groups", "her-data", "key-holders"}
LISTS = {
    "worker": HERS,
    "lead": HERS | {"panel", "team", "team-cases", "team-hold", "return-records", "her-own-questionnaires"},
    "administrator": {"people"},
    "approver": {"key-holders"},
    "evaluator": set(),
}


@pytest.fixture(scope="module")
def service(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), settled(), transaction.atomic():
        yield Service()
        transaction.set_rollback(True)


def without() -> frozenset[str]:
    """What is sealed for one row opens in no copy; keys and people are made as people make them."""
    sealed = {
        one._meta.label
        for one in apps.get_models()
        if any(isinstance(field, models.BinaryField) for field in one._meta.concrete_fields)
    }
    keys = {one._meta.label for one in apps.get_app_config("keys").get_models()}
    return frozenset(sealed | keys | {"accounts.Staff", "accounts.Programme", "accounts.Membership"})


@pytest.mark.parametrize("role", WALKED)
def test_no_page_asks_more_because_more_was_written(service, db, role):
    liked = {"survivor_id": Case.objects.get(pk=service.hers)}
    walk = Walk(service.browser(role), role, KINDS, service.words(), liked, without())
    walk.open_all()
    more = walk.asking_more(lambda: service.more(COPIES))
    assert walk.shut <= SHUT.keys()
    assert not more, "\n".join(more)
    assert LISTS[role] - walk.longer == set()
    assert walk.unmarked() == set(), "made-up data say so on every page"


def test_a_page_that_asks_for_each_row_is_found(service, db, monkeypatch):
    def one_by_one(by):
        return [Case.objects.filter(pk=one).exists() for one in every_case()] and real(by)

    real = team_queries.papers
    monkeypatch.setattr(team_queries, "papers", one_by_one)
    walk = Walk(service.browser("lead"), "lead", KINDS, {}, {}, without())
    walk.open_all("team", "panel")
    found = walk.asking_more(lambda: service.more(1))
    assert found[0].startswith("team, as lead"), found
    assert not any(words.startswith("panel") for words in found)
