"""The made-up programme as the demonstration shows it: 300 men, made once for all tests of this file."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, F
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import (
    Client,
    Episode,
    EpisodeState,
    NamePart,
    Referral,
    ReferralFacts,
    ReferralStatus,
)
from article16.casework.questionnaires.models import Rating
from article16.casework.questionnaires.queries import instruments
from article16.casework.synthetic import filling
from article16.common.questionnaires.encoding import decoded, whole
from article16.instruments.answers import check
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.test_synthetic import begin, person
from tests.service import signed_in

MEN = 300  # the demonstration itself
OURS = ["clients", "tasks", "warnings", "intake", "records", "family", "groups", "endings", "questionnaires"]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """How many rows were made. All of them are taken back when the last test of this file is over."""
    patching, training = pytest.MonkeyPatch.context(), override_settings(DEMO=True)
    with django_db_blocker.unblock(), patching as patch, training, transaction.atomic():
        at = begin(patch)
        yield filling.fill(men=MEN, seed=filling.SEED, at=at, told=lambda words: None)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def filled(made, db):
    """Each test takes back what it wrote itself."""
    return made


def test_every_row_keeps_the_rules_of_its_table(filled):
    assert filled > 20_000
    connection.check_constraints()
    assert Client.objects.count() <= Episode.objects.count() == MEN
    assert Client.objects.values("code").distinct().count() == Client.objects.count()


# Rows that only somebody's mistake, question or decision brings, and that a demonstration begins without.
EMPTY = {
    "clients": {"Correction", "Meanwhile", "Merge", "SupportLink", "Unmerge"},
    "tasks": {"Postponement"},
    "family": {"SealedDocument", "SealedContent", "SealedHandOver"},
    "intake": {"Withdrawal"},
    "endings": {"Reopening"},
    "questionnaires": {
        *("Chosen", "OwnInstrument", "Draft", "Sitting", "Flag", "Policy", "Reference", "WindowDays"),
        *("Context", "ContextDraft", "RatingDraft"),
    },
    "groups": {"AttendanceRules", "Holiday", "MakeUp"},
    "warnings": {"Noticed", "Within", "Hours", "Limits", "Call"},
}


def test_no_table_is_left_empty_that_a_programme_fills_by_itself():
    for room in OURS:
        models = apps.get_app_config(room).get_models()
        empty = {model.__name__ for model in models if not model.objects.exists()}
        assert empty <= EMPTY.get(room, set()), room


def shares(rows, *, field, **of):
    """What the rows say, each as a share of all of them."""
    counted = Counter(rows.filter(**of).values_list(field, flat=True))
    return {key: number / counted.total() for key, number in counted.items()}


# Who sends most men to a programme of this kind: nobody at all into the community, a judge or an officer, the prison.
SENDS = {"graz": {"himself"}, "probation": {"court", "probation"}, "prison": {"prison"}}


def test_three_programmes_of_three_kinds_share_three_years_of_men():
    today = timezone.localdate()
    whole = shares(Episode.objects, field="programme__code")
    assert whole.keys() == SENDS.keys()
    assert min(whole.values()) > 0.2
    years = Counter((today - day).days // 365 for day in Episode.objects.values_list("opened_on", flat=True))
    assert years.keys() <= {0, 1, 2, 3}
    assert min(years[year] for year in range(3)) > MEN / 5, "men come in each of the three years"
    assert years[3] <= 3, "three years and no more"
    for code, most in SENDS.items():
        sent = shares(ReferralFacts.objects, field="sender", episode__programme__code=code, replaced_at=None)
        assert sum(sent.get(one, 0) for one in most) > 0.3, (code, sent)
        assert len(sent) >= 5, "nobody is sent by one way alone"


def test_every_table_says_what_a_programme_would_say():
    from article16.casework.endings.models import Ending
    from article16.casework.groups.models import Attendance
    from article16.casework.intake.models import Assessment, Interview

    for code in SENDS:
        marks = shares(Attendance.objects, field="mark", session__group__programme__code=code)
        assert 0.6 < marks["present"] < 0.9, (code, marks)
        assert {"late", "excused", "absent", "left-early", "sent-away"} <= marks.keys()
        ended = shares(Ending.objects, field="kind", episode__programme__code=code)
        assert 0.2 < ended["completed"] < 0.65, (code, ended)
        assert 0.1 < ended["dropped-out"] < 0.45, (code, ended)
        assert {"not-suitable", "excluded"} <= ended.keys()
        assert Episode.objects.filter(programme__code=code, state=EpisodeState.SUSPENDED).exists()
    said = shares(Assessment.objects, field="outcome")
    assert said.keys() == {"suitable", "not-yet", "not-suitable", "referred-on"}
    assert said["suitable"] > 0.6
    held = Counter(Counter(Interview.objects.values_list("episode", flat=True)).values())
    assert held.keys() == {1, 2, 3, 4}, "two to four, and one where he did not come again"
    assert held[1] < held.total() / 8
    spoken = shares(ReferralFacts.objects, field="language")
    assert len(spoken) >= 8
    ages = sorted((timezone.localdate() - day).days // 365 for day in born())
    assert ages[0] >= 18
    assert ages[-1] <= 80
    assert 28 <= ages[len(ages) // 2] <= 45


def born():
    return Client.objects.exclude(birth_date=None).values_list("birth_date", flat=True)


def test_what_leaves_is_said_of_every_man_and_what_is_long_past_warns_nobody():
    from article16.casework.rules import actions as rules
    from article16.casework.warnings.models import Raised

    kinds = list(OutgoingMessage.objects.values_list("type", flat=True))
    assert kinds.count("Opened") == kinds.count("PartnerDetails") == MEN
    before = Raised.objects.count()
    rules.evaluate(at=timezone.now())
    assert Raised.objects.count() - before < 12, "only what happened in the last days"


def test_nothing_happened_tomorrow_and_nothing_before_the_referral():
    from article16.casework.groups.models import Attendance
    from article16.casework.intake.models import Agreement, Assessment, Interview

    now, today = timezone.now(), timezone.localdate()
    assert not Attendance.objects.filter(session__starts_at__gt=now).exists()
    for model in (Interview, Assessment, Agreement):
        assert not model.objects.filter(on__gt=today).exists()
        assert not model.objects.filter(on__lt=F("episode__opened_on")).exists()
    assert not Episode.objects.filter(ended_on__gt=today).exists()
    assert not Referral.objects.filter(status_on__gt=today).exists()


def test_the_day_looks_lived_sessions_an_untaken_register_referrals_without_an_answer():
    from article16.casework.groups.models import Session

    at = timezone.now()
    today = timezone.localdate(at)
    graz = Session.objects.filter(group__programme__code="graz", cancelled_at=None)
    assert [one for one in graz if timezone.localtime(one.starts_at).date() == today]
    before = at.replace(hour=0, minute=0) - timedelta(days=1)
    assert graz.filter(starts_at__lt=before, taken_at=None, group__ended_on=None).count() == 1
    waiting = Referral.objects.filter(status=ReferralStatus.RECEIVED, episode__programme__code="graz")
    assert waiting.count() >= 2
    assert Episode.objects.filter(state=EpisodeState.ACTIVE).count() > 15


def test_some_come_back_and_names_are_of_many_languages():
    assert Episode.objects.filter(number=2).count() > 3
    assert Client.objects.annotate(n=Count("pk")).filter(name__regex="[ا-ي]").exists()
    assert NamePart.objects.filter(part="muler").exists() or NamePart.objects.filter(part="ozturk").exists()


def test_the_pages_of_the_first_day_open_for_those_who_work_there():
    for name in ("ana", "peter", "miriam", "vera", "eva"):
        browser = signed_in(person(name))
        page = browser.get(reverse("today"))
        assert page.status_code == 200
        assert page.context["page"].groups, f"nothing waits for {name}"
        assert "Synthetic data" in page.content.decode()
    browser = signed_in(person("miriam"))
    for client in Client.objects.order_by("code")[:40]:
        answer = browser.get(reverse("client", args=[client.pk]))
        assert answer.status_code in {200, 404}  # those of the prison are not hers


def test_what_staff_filled_in_about_a_man_is_whole():
    found = list(Rating.objects.all())
    assert len(found) > MEN / 4
    for one in found:
        instrument = instruments.by_fingerprint(one.fingerprint)
        answers = decoded(instrument, one.answers)
        check(instrument, answers, informant=one.informant)
        assert any(one.answers.values())
        assert whole(answers) == one.answers
