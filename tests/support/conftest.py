"""The cast of support: Sara, who is on duty at night, Leyla, who leads, Nora, who administers."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests import service

service.begin("support")

from django.utils import timezone  # noqa: E402  because the service is set up first

from tests.service import clean_limits, django_db_setup, make_person  # noqa: E402, F401  because pytest finds them by name


@dataclass
class Cast:
    graz: Any
    sara: Any
    leyla: Any
    nora: Any


@pytest.fixture
def cast(db: None) -> Cast:
    from article16.common.accounts import actions

    at = timezone.now()
    graz = actions.add_programme(name="Women's service Graz", code="graz", by="", at=at)
    return Cast(
        graz=graz,
        sara=make_person("Sara Lindqvist", "worker", graz, at=at),
        leyla=make_person("Leyla Haddad", "lead", graz, at=at),
        nora=make_person("Nora Weiss", "administrator", at=at),
    )
