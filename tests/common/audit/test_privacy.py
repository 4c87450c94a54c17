"""Somebody decided about every column who sees it and how it is erased; codes, not names, reach the logs."""

import pytest
from django.apps import apps

from article16.common.audit.models import Entry, Link, Subject, Unchained
from tests.common.audit.cast import NOW

MODELS = list(apps.get_app_config("audit").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_column_says_who_sees_it_and_how_it_is_erased(model):
    columns = {field.name for field in model._meta.concrete_fields}
    assert set(model.PRIVACY) == columns
    assert all(len(said) > 20 for said in model.PRIVACY.values())


def test_a_row_calls_itself_by_a_code():
    entry = Entry(at=NOW, actor="Ana Ferreira", verb="read", thing="client", ids=["c-014"], reason="She rang.")
    others = [Link(seq=1, entry=entry), Subject(entry=entry, object_id="c-014"), Unchained(entry=entry)]
    for row in (entry, *others):
        assert "Ana" not in str(row)
        assert "c-014" not in str(row)
        assert "rang" not in str(row)
    assert str(entry) == f"entry {str(entry.id)[:8]}"
