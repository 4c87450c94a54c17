"""What the tests of both services share: a data folder of their own, a database with its triggers, the fixed cast."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import pytest
from django.test import Client as Browser

from tests import empty_databases
from tests.prepared import temporary_folder

PASSWORD = "four made up words"
POSTGRES = os.environ.get("ARTICLE16_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


def begin(service: str) -> None:
    """Set the service up for a test process, with a data folder of its own. Called before Django is touched."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"article16.{service}.settings"
    os.environ["ARTICLE16_DATA"] = temporary_folder("article16-tests-")
    if os.environ.get("ARTICLE16_TEST_ON") == "postgresql":
        os.environ[f"ARTICLE16_{service.upper()}_DATABASE"] = POSTGRES
    make_pin(service)
    django.setup()
    # A worker of pytest would inherit it, and read its settings before it has a folder of its own.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    from django.conf import settings

    assert settings.DATA_FOLDER.is_relative_to(os.environ["ARTICLE16_DATA"]), "another process has this data folder"
    database = settings.DATABASES["default"]
    on_sqlite = "sqlite" in database["ENGINE"]
    name = str(settings.DATA_FOLDER / "tests.sqlite3") if on_sqlite else f"article16_tests_{service}_{os.getpid()}"
    database.setdefault("TEST", {})["NAME"] = name


def make_pin(service: str) -> None:
    """A zone of made-up keys: support has the pair, casework the pin and nothing else of support's."""
    from article16.wall.box.opening import ensure_key_pair

    data = Path(os.environ["ARTICLE16_DATA"])
    pin = data / "pin" / "support.json"
    ensure_key_pair(data / "support", zone="support", inbox=f"unix:{data}/inbox.sock", pin=pin)
    if service == "casework":
        shutil.rmtree(data / "support")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """A database as at every start, migrated and with its triggers: made once in a run, copied for each process."""
    from django.conf import settings
    from django.db import connection

    before, name = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            shutil.copy(empty_databases.on_sqlite(settings.SERVICE), name)
        else:
            empty_databases.copy_to(urlsplit(POSTGRES)._replace(path=f"/{name}").geturl(), settings.SERVICE)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture(autouse=True)
def clean_limits() -> None:
    """Rate limits do not reach from one test into the next."""
    from django.core.cache import cache

    cache.clear()


def make_person(
    name: str, role: str, programme: Any = None, *, at: Any, until: Any = None, password: bool = False
) -> Any:
    """An account with a second factor, and, where a test signs in by hand, with a password: hashing one takes time."""
    from allauth.mfa.totp.internal.auth import TOTP

    from article16.common.accounts import actions
    from article16.common.accounts.demo import code_secret

    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    staff = actions.add_person(name=name, email=email, by="", at=at)
    if password:
        staff.set_password(PASSWORD)
    else:
        staff.password = "no hash, so it opens nothing"
    staff.save()
    TOTP.activate(staff, code_secret(email))
    place = programme.pk if programme else None
    grant = actions.Grant(role, place, until or (at + timedelta(days=14) if role == "auditor" else None))
    actions.give_role(staff=staff, grant=grant, by="", at=at)
    return staff


def signed_in(staff: Any) -> Browser:
    """A browser in which this person is signed in with both factors."""
    from django.conf import settings
    from django.utils import timezone

    from article16.common.accounts import limits

    browser = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    browser.force_login(staff)
    session = browser.session
    limits.begin(session, at=timezone.now())
    session.save()
    return browser


def once(browser: Browser, url: str) -> str:
    """The token of the form on this page."""
    found = re.search(r'name="once" value="([^"]+)"', browser.get(url).content.decode())
    assert found, f"{url} has no form"
    return found[1]


def without_token(answer: Any) -> str:
    """The page without the token against forged forms, masked anew each time, and the minute that print shows."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|As of [^<]+', "", answer.content.decode())
