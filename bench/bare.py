"""The yardstick: a bare Django page with as many rows and bytes as ours, and no query, middleware or frame of ours.

`python -m bench.bare ROWS BYTES ROUNDS` prints the processor time of each request in milliseconds, as JSON.
"""

import json
import sys
from dataclasses import dataclass
from datetime import date
from time import process_time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from bench.figures import timed

PAGE = """{% load i18n %}<!doctype html><html lang="en"><head><title>Men</title></head><body><h1>Men</h1><table>
<thead><tr><th>Name</th><th>Code</th><th>Born</th><th>Programme</th></tr></thead>
<tbody>{% for row in rows %}<tr><th><a href="{% url "row" row.id %}">{{ row.name }}</a></th><td>{{ row.code }}</td>\
<td>{{ row.birth_date|date:"j M Y" }}</td><td>{{ row.programme }}</td></tr>
{% endfor %}</tbody></table><!-- REST --></body></html>"""


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    name: str
    code: str
    birth_date: date
    programme: str


def main(rows: int, size: int, rounds: int) -> list[float]:
    """Milliseconds of each request."""
    from bench.wsgi import ask

    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["casework.localhost"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    shown = [Row(UUID(int=n), f"Gruber Lukas {n:05d}", f"C-{n:03d}", date(1980, 1, 1), "Graz") for n in range(rows)]
    _serve(shown, "")
    shorter = len(ask(application, "/", {}))
    _serve(shown, "x" * (size - shorter))
    assert len(ask(application, "/", {})) == size
    timed(lambda: ask(application, "/", {}), 50)
    return timed(lambda: ask(application, "/", {}), rounds, clock=process_time)


urlpatterns = []


def _serve(rows: list[Row], rest: str) -> None:
    template = None

    def page(request: HttpRequest, row: UUID | None = None) -> HttpResponse:
        return HttpResponse(template.render(Context({"rows": rows})))

    urlpatterns[:] = [path("", page), path("clients/<uuid:row>/", page, name="row")]
    from django.urls import clear_url_caches

    clear_url_caches()
    template = Template(PAGE.replace("REST", rest))


if __name__ == "__main__":
    # By its real name, so that Django finds this module's addresses, and not a second copy of them.
    from bench import bare

    print(json.dumps(bare.main(*map(int, sys.argv[1:]))))
