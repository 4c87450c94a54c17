"""Made-up men and signed-in staff, put into a home from a process that has that service's own settings.

`python -m bench.people SERVICE EMAIL MEN` takes so many men in and prints the cookies of one sign-in as JSON.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

PROGRAMME = "graz"
FAMILIES = ("Brandner", "Çelik", "Dragić", "Ebner", "Fischer", "Gruber", "Huber", "Ivanov", "Jansen", "Kovač")


def begin(environment: Mapping[str, str], service: str) -> None:
    """This process gets the settings and the database of this service."""
    os.environ.update(environment, DJANGO_SETTINGS_MODULE=f"article16.{service}.settings")
    import django

    django.setup()


def sign_in(email: str) -> dict[str, str]:
    """The cookies of a browser in which this person has just signed in with both factors."""
    from django.conf import settings
    from django.test import Client as Browser
    from django.utils import timezone

    from article16.common.accounts import limits, queries

    browser = Browser(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    browser.force_login(queries.demo_people([email])[email])
    session = browser.session
    limits.begin(session, at=timezone.now())
    session["second_factor"] = True  # as after the first page
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: "b" * 32}


def take_in(count: int) -> list[str]:
    """So many men in one programme, through the action, in one transaction; the addresses of their files."""
    from django.db import transaction
    from django.urls import reverse
    from django.utils import timezone

    from article16.casework.clients import actions

    at, place = timezone.now(), programme()
    with transaction.atomic():
        made = [
            actions.open_client(referred=_referred(number, place), by="", at=at, on=timezone.localdate(at))
            for number in range(count)
        ]
    return [reverse("client", args=[one.pk]) for one in made]


def programme() -> Any:
    from article16.common.accounts import queries

    return next(one.id for one in queries.programmes() if one.code == PROGRAMME)


def _referred(number: int, place: Any) -> Any:
    from article16.casework.clients.actions import Referred

    born = date(1960, 1, 1) + timedelta(days=number * 7 % 15_000)
    return Referred(f"{FAMILIES[number % len(FAMILIES)]} Lukas {number:05d}", born, place, "Works at the school.")


def main(service: str, email: str, men: str) -> None:
    begin(os.environ, service)
    if service == "casework":
        take_in(int(men))
    print(json.dumps(sign_in(email)))


if __name__ == "__main__":
    main(*sys.argv[1:])
