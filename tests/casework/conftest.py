"""The cast: Ana and Peter in Graz, Miriam their manager, Ben in another programme, Ida the administrator."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests import service

service.begin("casework")

from django.utils import timezone  # noqa: E402  because the service is set up first

from tests.service import clean_limits, django_db_setup, make_person, signed_in  # noqa: E402, F401  because pytest finds fixtures by name


@dataclass
class Cast:
    graz: Any
    prison: Any
    ana: Any
    peter: Any
    miriam: Any
    tom: Any
    ida: Any
    ben: Any


@pytest.fixture
def cast(db: None) -> Cast:
    from article16.common.accounts import actions
    from article16.wall.outbox.actions import ensure_epoch

    at = timezone.now()
    ensure_epoch(zone="support", at=at)
    graz = actions.add_programme(name="Graz programme", code="graz", by="", at=at)
    prison = actions.add_programme(name="Prison programme", code="prison", by="", at=at)
    return Cast(
        graz=graz,
        prison=prison,
        ana=make_person("Ana Ferreira", "facilitator", graz, at=at),
        peter=make_person("Peter Sand", "intake", graz, at=at),
        miriam=make_person("Miriam Vogel", "manager", graz, at=at),
        tom=make_person("Tom Reuter", "auditor", graz, at=at),
        ida=make_person("Ida Berg", "administrator", at=at),
        ben=make_person("Ben Okoro", "facilitator", prison, at=at),
    )


@pytest.fixture
def man(cast: Cast) -> Any:
    """C-001, a man in Graz."""
    return make_man(cast, cast.graz)


def make_man(cast: Cast, programme: Any, name: str = "Lukas Brandner", words: str = "") -> Any:
    from article16.casework.clients import actions

    at = timezone.now()
    referred = actions.Referred(name, None, programme.pk, words)
    return actions.open_client(referred=referred, by=str(cast.peter.pk), at=at, on=timezone.localdate(at))


@pytest.fixture
def as_ana(cast: Cast) -> Any:
    return signed_in(cast.ana)


@pytest.fixture
def as_peter(cast: Cast) -> Any:
    return signed_in(cast.peter)


@pytest.fixture
def as_ben(cast: Cast) -> Any:
    return signed_in(cast.ben)


@pytest.fixture
def as_miriam(cast: Cast) -> Any:
    return signed_in(cast.miriam)


@pytest.fixture
def as_ida(cast: Cast) -> Any:
    return signed_in(cast.ida)
