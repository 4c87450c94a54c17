"""Papers on data protection: made from the declarations, so none of them can be out of date or left out."""

import csv
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from article16.common.audit.models import Entry
from article16.common.papers import documents, writing
from article16.common.papers.commands import papers

pytestmark = pytest.mark.django_db


def test_every_declared_column_stands_in_the_record_with_its_words():
    text = writing.markdown(documents.of("record", service="casework", at=timezone.localtime()))
    for model in apps.get_models():
        for column, words in getattr(model, "PRIVACY", {}).items():
            line = [one for one in text.splitlines() if words.replace("|", "\\|") in one and column in one]
            assert line, (model, column)
    assert "Facilitator" in text


def test_the_papers_are_written_as_markdown_and_as_pdf(tmp_path):
    assert papers([str(tmp_path)]) == 0
    assert {one.name for one in tmp_path.iterdir()} == {
        f"casework-{code}.{ending}" for code in ("impact", "record", "breach") for ending in ("md", "pdf")
    }
    assert "72 hours" in (tmp_path / "casework-breach.md").read_text("utf-8")
    assert all(one.read_bytes().startswith(b"%PDF") for one in tmp_path.glob("*.pdf"))


def test_the_pages_show_them_and_nobody_is_in_them(man, as_miriam):
    for code in documents.CODES:
        page = as_miriam.get(reverse("data-paper", args=[code])).content.decode()
        assert man.name not in page
        assert "Room: " in page or "Hour 0 to 1" in page
    assert as_miriam.get(reverse("data-paper", args=["other"])).status_code == 404
    assert as_miriam.get(reverse("data-paper-print", args=["breach"])).content.startswith(b"%PDF")


def test_the_administrator_saves_the_record_of_a_span_and_that_is_on_record(man, as_ida, as_miriam, cast):
    as_miriam.get(reverse("client", args=[man.pk]))
    day = timezone.localdate()
    answer = as_ida.get(reverse("record-export"), {"since": f"{day:%d %m %Y}", "until": f"{day:%d %m %Y}"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert any(row[1] == "Miriam Vogel" and row[2] == "read" and str(man.pk) in row[5] for row in rows)
    assert Entry.objects.filter(verb="export", what="export_record", actor=str(cast.ida.pk)).exists()
    before = day - timedelta(days=9)
    empty = as_ida.get(reverse("record-export"), {"since": f"{before:%d %m %Y}", "until": f"{before:%d %m %Y}"})
    assert len(empty.content.decode().splitlines()) == 1
    assert as_miriam.get(reverse("record-export")).status_code == 404
