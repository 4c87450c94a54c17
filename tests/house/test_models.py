"""Rules over all models of both services: a new field fails here until somebody has decided about it."""

import json
import subprocess
import sys
from functools import cache

import pytest

ASK = """
import json, os, sys, tempfile
service = sys.argv[1]
from tests import service as tests
tests.begin(service)
from django.apps import apps
rows = []
for model in apps.get_models():
    if not model.__module__.startswith("article16."):
        continue
    fields = model._meta.get_fields()
    own = [f for f in fields if getattr(f, "concrete", False) or f.many_to_many]
    rows.append({
        "model": model._meta.label,
        "fields": [f.name for f in own if not getattr(f, "columns", None) or f.name != "pk"],
        "privacy": getattr(model, "PRIVACY", {}),
        "reverse": [f.name for f in fields if f.auto_created and not f.concrete
                    and f.related_model.__module__.startswith("article16.")],
        "text": model.__str__ is not __import__("django.db.models", fromlist=["Model"]).Model.__str__,
    })
print(json.dumps(rows))
"""


@cache
def models(service: str) -> list[dict]:
    done = subprocess.run([sys.executable, "-c", ASK, service], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("service", ["casework", "support"])
def test_each_field_says_who_may_see_it_and_how_it_is_erased(service):
    undecided = [
        f"{row['model']}.{name}"
        for row in models(service)
        for name in row["fields"]
        if name not in row["privacy"] and name != "pk"
    ]
    assert undecided == []


@pytest.mark.parametrize("service", ["casework", "support"])
def test_no_decision_is_left_for_a_field_that_is_gone(service):
    gone = [f"{row['model']}.{name}" for row in models(service) for name in row["privacy"] if name not in row["fields"]]
    assert gone == []


@pytest.mark.parametrize("service", ["casework", "support"])
def test_no_model_can_be_reached_backwards_from_another_room(service):
    assert [(row["model"], row["reverse"]) for row in models(service) if row["reverse"]] == []


@pytest.mark.parametrize("service", ["casework", "support"])
def test_each_model_has_a_text_of_its_own_because_it_reaches_logs(service):
    assert [row["model"] for row in models(service) if not row["text"]] == []


def test_the_services_share_no_table_of_people():
    both = {row["model"] for row in models("casework")} & {row["model"] for row in models("support")}
    assert {label.split(".")[0] for label in both} == {"accounts", "audit", "pulse", "pairing"}
