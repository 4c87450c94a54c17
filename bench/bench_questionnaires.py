"""A page of a 250-item questionnaire opened and saved; whole questionnaires handed in by many at once."""

import http.client
import json
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter, process_time
from urllib.parse import urlencode

from bench import people
from bench.browsers import FORM
from bench.figures import Figure, at_least, at_most, figure, timed
from bench.home import Home, home
from bench.suites import Extent
from bench.wsgi import ask

PAGE_LIMIT = 15.0  # ms, median
RATE_LIMITS = {40: 100, 250: 50}  # items -> whole questionnaires a second
CLIENTS = 16
ANSWER = "2"
UNIT = "ms of processor time"
ROWS = 50  # of one grid


@dataclass(frozen=True)
class Sheet:
    """One man's questionnaire, open in one browser."""

    cookies: Mapping[str, str]
    form: Sequence[tuple[str, str]]
    place: int


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Opening and saving in processor and wall time, then how many are handed in each second."""
    with home(database) as here:
        people.begin(here.environment, "casework")
        from article16.casework.wsgi import application

        long = _sheets(250, 10, extent.times(200))
        each = iter(long)
        opened = timed(lambda: ask(application, "/answers/1/", long[0].cookies), extent.times(300), clock=process_time)
        yield figure("open a page of 25 of 250 items", database, opened, UNIT, limits=(at_most(PAGE_LIMIT),))

        def save() -> None:
            sheet = next(each)
            ask(application, "/answers/1/", sheet.cookies, _fields(sheet))

        saved = timed(save, extent.times(150), clock=process_time)
        yield figure("save a page of 25 of 250 items", database, saved, UNIT, limits=(at_most(PAGE_LIMIT),))
        for items, seconds in ((40, 10), (250, 30)):
            count = extent.times(RATE_LIMITS[items] * seconds, least=CLIENTS * 2)
            sheets = _sheets(items, 1, count)
            with here.serving("casework"):
                times, failed = _hand_in(here, sheets)
            rate = len(times) / _spent(times)
            name = f"{items} items handed in whole, {CLIENTS} clients"
            yield Figure(name, database, rate, "a second", limits=(at_least(RATE_LIMITS[items]),))
            waits = [end - begun for begun, end in times]
            yield figure(f"{name}, wait of each", database, [one * 1000 for one in waits], "ms")
            yield Figure(f"{name}, failed", database, float(failed), "", limits=(at_most(0),))


def _fields(sheet: Sheet) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in sheet.form:
        fields[name] = [*fields[name], value] if isinstance(fields.get(name), list) else [value]
    return fields


def _spent(times: Sequence[tuple[float, float]]) -> float:
    return max(end for _begun, end in times) - min(begun for begun, _end in times)


def _instrument(items: int, pages: int) -> str:
    """An own questionnaire of so many questions with one score, released; its id."""
    from django.utils import timezone

    from article16.casework.questionnaires.actions import authoring
    from article16.common.questionnaires.parcels import Parcel, examined

    id_, each = f"items_{items}_{pages}", items // pages
    keys = [f"q{n}" for n in range(1, items + 1)]
    grids = {n: [keys[at : at + ROWS] for at in range(n * each, (n + 1) * each, ROWS)] for n in range(pages)}
    grids = {n: [[key for key in rows if key in keys[n * each : (n + 1) * each]] for rows in grids[n]] for n in grids}
    sections = [
        {"key": f"part{n}", "items": [_grid(f"grid{n}_{at}", rows) for at, rows in enumerate(grids[n])]} for n in grids
    ]
    definition = {
        "id": id_, "version": "1.0.0", "status": "draft", "source": {"text": "made up", "licence": "none"},
        "informants": ["client"], "times": [], "modes": ["self"], "languages": {"en": {"direction": "ltr"}},
        "scales": {"much": [0, 1, 2, 3, 4]}, "sections": sections, "repeats": [], "alerts": [],
        "scores": [{"key": "total", "how": "sum", "of": keys, "better": {"client": "lower"}}],
        "cases": [{"name": "all ones", "fill": 1, "scores": {"total": float(items)}}],
    }  # fmt: skip
    names = [*keys, "title", "score.total", *(f"choice.much.{n}" for n in range(5))]
    names += [f"section.part{n}" for n in grids] + [f"grid.grid{n}_{at}" for n in grids for at in range(len(grids[n]))]
    texts = {"en": {name: f"Words of {name}" for name in names}}
    made, faults = examined(definition, texts, name=id_)
    assert made is not None
    assert not faults, faults
    parcel = Parcel(id_, "1.0.0", made.fingerprint, definition, texts)
    place, who, at = people.programme(), _staff(), timezone.now()
    own = authoring.add(programme=place, parcel=parcel, by=who, at=at)
    authoring.release(own=own, instrument=made, by=who, at=at)
    return id_


def _grid(name: str, rows: list[str]) -> dict[str, object]:
    return {"grid": name, "scale": "much", "rows": rows}


def _staff() -> str:
    from article16.common.accounts.models import Staff

    return str(Staff.objects.order_by("email").values_list("pk", flat=True)[0])


def _sheets(items: int, pages: int, count: int) -> list[Sheet]:
    """So many men, each with this questionnaire open in a browser of his own."""
    from django.conf import settings
    from django.utils import timezone

    from article16.casework.clients.models import Episode
    from article16.casework.questionnaires.models import Asking, Draft, Sitting
    from article16.casework.questionnaires.queries import instruments
    from article16.common.accounts.actions import hash_of

    id_, who = _instrument(items, pages), _staff()
    files = people.take_in(count)
    clients = [path.strip("/").split("/")[1] for path in files]
    episodes = list(Episode.objects.filter(client__in=clients).values_list("pk", flat=True))
    at, today = timezone.now(), timezone.localdate()
    made = instruments.current(people.programme(), id_)
    assert made is not None
    later = today + timedelta(days=30)
    askings = Asking.objects.bulk_create(
        Asking(
            episode_id=one, instrument=id_, wave="T0", opens_on=today, due_on=today, late_after=later, closes_on=later
        )
        for one in episodes
    )
    Draft.objects.bulk_create(
        Draft(asking=one, entry="direct", fingerprint=made.fingerprint, language="en", mode="self", begun_at=at)
        for one in askings
    )
    held = [secrets.token_urlsafe(24) for _ in askings]
    Sitting.objects.bulk_create(
        Sitting(
            asking=one, kind="tablet", token_hash=hash_of(f"{secret}-link"), claim_hash=hash_of(secret), made_at=at,
            made_by_id=who, expires_at=at + timedelta(days=1),
        )
        for one, secret in zip(askings, held, strict=True)
    )  # fmt: skip
    name = settings.SESSION_COOKIE_NAME.replace("session", "answers")
    keys = [f"q{n}" for n in range(1, items // pages + 1)]
    form = [("csrfmiddlewaretoken", "b" * 32), ("version", made.fingerprint), ("go", "next")]
    form += [("s", key) for key in keys] + [(f"q.{key}", ANSWER) for key in keys]
    return [Sheet({name: secret, settings.CSRF_COOKIE_NAME: "b" * 32}, form, 1) for secret in held]


def _hand_in(here: Home, sheets: Sequence[Sheet]) -> tuple[list[tuple[float, float]], int]:
    """Sixteen browsers hand in what is open, each as fast as it can; begin and end of each, and how many failed."""
    waiting, times, failed = list(sheets), [], []
    lock = threading.Lock()
    body = urlencode(sheets[0].form)

    def work() -> None:
        line = http.client.HTTPConnection("127.0.0.1", here.ports["casework"], timeout=60)
        host = f"{here.host('casework')}:{here.ports['casework']}"
        while True:
            with lock:
                if not waiting:
                    return
                sheet = waiting.pop()
            cookie = "; ".join(f"{name}={value}" for name, value in sheet.cookies.items())
            begun = perf_counter()
            line.request("POST", "/answers/1/", body, {"Host": host, "Cookie": cookie} | FORM)
            answer = line.getresponse()
            answer.read()
            good = answer.status == 302 and answer.headers["Location"].endswith("/done/")
            (times if good else failed).append((begun, perf_counter()))

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times, len(failed)


if __name__ == "__main__":
    for one in measure("SQLite", Extent(0.1)):
        print(json.dumps({"name": one.name, "median": one.median, "unit": one.unit, "met": one.met}))
