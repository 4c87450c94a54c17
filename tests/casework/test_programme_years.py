"""What a programme tells of itself once a year, how long its times are open, and licensed questionnaires."""

from datetime import timedelta

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from article16 import instruments
from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions import planning, telling
from article16.casework.questionnaires.models import Asking, Context, ContextDraft, OwnInstrument, WindowDays
from article16.casework.questionnaires.queries import askings
from article16.casework.questionnaires.schedule import Span
from article16.common.audit.models import Entry
from article16.common.questionnaires import results
from article16.common.questionnaires.desk import Kept
from tests.casework.conftest import make_man
from tests.casework.test_questionnaires import go_through, sent
from tests.instruments.licensed import invented
from tests.service import once

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def context_url(cast):
    return reverse("programme-context", args=[cast.graz.pk])


def tell(browser, cast, year=YEAR, **given):
    """Every page of the year; questions that are not named stay open."""
    begun = browser.post(context_url(cast), {"year": year})["Location"]

    def choose(page):
        text = page.content.decode()
        return sent(page, **{key: value for key, value in given.items() if f'"q.{key}"' in text})

    return go_through(browser, begun, choose)[0]


def test_a_manager_tells_a_year_and_everybody_who_oversees_reads_it(cast, as_miriam, as_ana):
    assert "No year is told yet" in as_miriam.get(context_url(cast)).content.decode()
    where = tell(as_miriam, cast, body="2", began="2009", contact=["0"], contact_why_not="No money for it yet")
    assert where == reverse("programme-context-year", args=[cast.graz.pk, YEAR])
    for reader in (as_miriam, as_ana):
        page = reader.get(where).content.decode()
        assert "A women&#x27;s organisation" in page
        assert "No money for it yet" in page
    assert ContextDraft.objects.count() == 0
    assert Entry.objects.filter(what="tell_context").count() == 1


def test_told_again_the_earlier_answers_stay_and_the_later_ones_hold(cast, as_miriam):
    tell(as_miriam, cast, began="2009")
    assert f"Correct {YEAR}" in as_miriam.get(context_url(cast)).content.decode()
    where = tell(as_miriam, cast, began="2011")
    page = as_miriam.get(where).content.decode()
    assert "2011" in page
    assert "Told before, and corrected" in page
    first, second = Context.objects.order_by("answered_at")
    assert second.corrects == first
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE questionnaires_context SET year = 1999")


def test_earlier_years_are_read_beside_and_only_this_year_and_the_last_are_told(cast, as_miriam):
    tell(as_miriam, cast, year=YEAR - 1, began="2009")
    where = tell(as_miriam, cast, began="2009")
    assert reverse("programme-context-year", args=[cast.graz.pk, YEAR - 1]) in as_miriam.get(where).content.decode()
    for year in (YEAR - 2, YEAR + 1, "x"):
        assert as_miriam.post(context_url(cast), {"year": year}).status_code == 404


def test_who_oversees_reads_and_does_not_tell(cast, as_ana):
    assert "Tell" not in as_ana.get(context_url(cast)).content.decode()
    assert as_ana.post(context_url(cast), {"year": YEAR}).status_code == 404


def test_an_answer_outside_its_scale_is_never_stored(cast, as_miriam):
    by = str(cast.miriam.pk)
    draft = telling.begin(programme=cast.graz.pk, year=YEAR, by=by, at=timezone.now())
    kept = Kept(answers={"began": 3}, typed={}, passed=frozenset(), language="en", large=False)
    telling.keep(draft=draft, kept=kept, by=by, at=timezone.now())
    with pytest.raises(telling.NotPossible, match="not between"):
        telling.finish(draft=draft, by=by, at=timezone.now())
    assert Context.objects.count() == 0


def days(browser, cast, **changed):
    url = reverse("instruments-windows", args=[cast.graz.pk])
    page = browser.get(url).context["page"].form
    data = {name: page.get_initial_for_field(field, name) for name, field in page.fields.items()} | changed
    return browser.post(url, data | {"once": once(browser, url)})


def test_how_long_a_time_is_open_is_the_programmes_and_each_change_is_kept(cast, as_miriam):
    man = make_man(cast, cast.graz)
    episode = Episode.objects.get(client=man)
    planning.replan(episodes=[episode.pk], by="", at=timezone.now())
    asking = Asking.objects.get(episode=episode, wave="T0")
    assert asking.closes_on - asking.due_on == timedelta(56)
    assert days(as_miriam, cast, T0_grace=3, T0_after=20).status_code == 302
    planning.replan(episodes=[episode.pk], by="", at=timezone.now())
    asking.refresh_from_db()
    assert asking.late_after - asking.due_on == timedelta(3)
    assert asking.closes_on - asking.due_on == timedelta(20)
    assert WindowDays.objects.count() == 1  # a row for what changed
    assert days(as_miriam, cast, T0_grace=5).status_code == 302
    assert askings.spans_of([cast.graz.pk]) == {cast.graz.pk: {"T0": Span(0, 5, 20)}}
    assert WindowDays.objects.count() == 2


def test_a_time_cannot_close_before_it_is_late(cast, as_miriam):
    page = days(as_miriam, cast, T4_grace=30, T4_after=20).content.decode()
    assert "cannot close before it is late" in page
    assert 'aria-label="T4, Six months after: closes after so many days"' in page
    assert WindowDays.objects.count() == 0


def load(browser, cast, slot, files):
    url = reverse("instrument-fill", args=[slot])
    sent = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]
    data = {"once": once(browser, url), "programme": str(cast.graz.pk), "version": "1.0.0", "files": sent}
    return browser.post(url, data)


def test_a_licensed_questionnaire_is_taken_in_released_and_can_be_asked(cast, as_miriam):
    page = as_miriam.get(reverse("instrument-slots")).content.decode()
    assert "CORE-10" in page
    assert "(slot)" not in page
    assert "Danger Assessment" not in page  # hers: nothing of it is asked of him
    blank = as_miriam.get(reverse("instrument-words", args=["core_10"]))
    assert b'msgctxt "core_9"' in blank.content
    slot = instruments.load("core_10")
    assert load(as_miriam, cast, "core_10", invented(slot)).status_code == 302
    own = OwnInstrument.objects.get()
    url = reverse("instrument-release", args=[own.pk])
    assert as_miriam.post(url, {"once": once(as_miriam, url)}).status_code == 302
    choices = as_miriam.get(reverse("instruments-choose", args=[cast.graz.pk])).content.decode()
    assert "waves_core_10" in choices


def test_licensed_files_with_faults_tell_each_and_store_nothing(cast, as_miriam):
    files = invented(instruments.load("core_10"))
    said = yaml.safe_load(files["scoring.yaml"])
    del said["scores"]["total"]["reverse"]
    files["scoring.yaml"] = yaml.safe_dump(said)
    files["en.po"] = files["en.po"].replace('msgctxt "core_9"', 'msgctxt "core_99"')
    page = load(as_miriam, cast, "core_10", files).content.decode()
    assert "3 things in the files to look at" in page
    assert "“reverse” of total is missing" in page
    assert load(as_miriam, cast, "core_10", {"virus.exe": "x"}).status_code == 200
    assert OwnInstrument.objects.count() == 0


def test_what_may_be_on_paper_only_is_keyed_in_and_never_shown_to_him(cast, as_miriam, as_ana):
    slot = instruments.load("sdq_parent")
    load(as_miriam, cast, "sdq_parent", invented(slot))
    url = reverse("instrument-release", args=[OwnInstrument.objects.get().pk])
    as_miriam.post(url, {"once": once(as_miriam, url)})
    man = make_man(cast, cast.graz)
    today = timezone.localdate()
    asking = Asking.objects.create(
        episode=Episode.objects.get(client=man), instrument="sdq_parent", wave="T0", opens_on=today, due_on=today,
        late_after=today, closes_on=today,
    )  # fmt: skip
    url = reverse("questionnaire", args=[asking.pk])
    page = as_ana.get(url).content.decode()
    assert 'value="paper"' in page
    for other in ("read_aloud", "tablet", "link"):
        assert f'value="{other}"' not in page
    refused = as_ana.post(url, {"once": once(as_ana, url), "how": "link", "language": "en"})
    assert refused.status_code == 200
    assert as_ana.get(reverse("questionnaire-paper", args=[asking.pk])).status_code == 404


def test_a_norm_is_told_as_a_number_of_cases(tmp_path):
    slot = instruments.load("core_10")
    for name, text in invented(slot).items():
        (tmp_path / name).write_text(text)
    filled = instruments.fill(slot, tmp_path)
    answers = {item.key: 1 for item in filled.items}
    told = results.Told(None, "T0", filled.fingerprint, instruments.score(filled, answers, informant="client"))
    (row,) = results.score_rows(filled, told, (), {})
    assert row.band == "invented; by the owner's norms it happened in 7 of 100 such cases"
