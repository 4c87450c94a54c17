"""Her case: the list and search over many sealed cases, opening one, writing into one; beside the same in the clear."""

import re
import statistics
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from bench import people
from bench.figures import Figure, at_most, figure, timed
from bench.home import home
from bench.suites import Extent

CASES, LIST_LIMIT, DUE_LIMIT = 5_000, 300.0, 300.0  # ms
ENTRIES, CASE_LIMIT = 60, 60.0  # ms
NOTHING = "without encryption"


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        people.begin(here.environment, "support")
        from article16.common.service import collect_from_here

        by = _unlocked()
        made = _fill(extent.times(CASES, least=50), by)
        _unlocked_again(by)
        collect_from_here()  # as each process of the service does when it is loaded
        viewer = _viewer(by.staff)
        yield from listing(database, extent.times(20), len(made), viewer, by)
        yield from one_case(database, extent.times(100), made, viewer, by)
        yield from whole_pages(database, extent.times(20), made[0], len(made))


def listing(database: str, rounds: int, count: int, viewer: Any, by: Any) -> Iterator[Figure]:
    """Every core read, opened, searched for two words and sorted; beside the same rows whose text is not sealed."""
    from django.utils import timezone

    from article16.support.survivors import duties, queries, writings
    from article16.support.survivors.models import Case

    terms = duties.Terms()
    plain = [(case, writings.core_bytes(core)) for case, core in queries.cores(viewer, by)]
    assert len(plain) == count, "a case was left out"

    def sealed() -> None:
        assert len(writings.found_in(queries.cores(viewer, by), "made-up 00017")) == 1

    def due() -> None:
        found = queries.standings(viewer, by)
        on, zone = timezone.localdate(), timezone.get_current_timezone()
        owed = [one for _case, core, now in found for one in duties.due(core, now, terms=terms, on=on, zone=zone)]
        assert len(owed) >= count, "each new case is owed a first contact"

    def clear() -> None:
        rows = list(Case.objects.values_list("id", "version", "core"))
        cores = [(case, writings.core_from(content)) for case, content in plain]
        found = sorted(cores, key=lambda one: (one[1].name.casefold(), str(one[0])))
        assert len(rows) == count
        assert len(writings.found_in(found, "made-up 00017")) == 1

    name = f"list and search over {count:,} sealed cases"
    plainly = timed(clear, rounds)
    yield _beside(name, database, timed(sealed, rounds), plainly, LIST_LIMIT)
    yield _beside(f"what is due over {count:,} cases", database, timed(due, rounds), plainly, DUE_LIMIT)


def one_case(database: str, rounds: int, made: list[UUID], viewer: Any, by: Any) -> Iterator[Figure]:
    """Opening a case with all its entries, and writing one entry, each beside the same rows in the clear."""
    from django.db import transaction
    from django.utils import timezone

    from article16.common.audit.actions import Verb, record
    from article16.support.survivors import actions, queries, writings
    from article16.support.survivors.models import Case, Entry

    case, other, at = made[0], made[1], timezone.now()
    file = queries.opened(case, by)
    assert len(file.entries) == ENTRIES
    told = [
        (entry.id, writings.told(entry.kind, entry.value, at=entry.at, by=entry.by)) for entry in file.entries
    ]  # what is sealed, as it was before

    def clear() -> None:
        queries.may_open(viewer, case)
        Case.objects.get(pk=case)
        rows = list(Entry.objects.filter(case=case).values_list("id", "sealed"))
        assert len(writings.latest_first(writings.read(*one) for one in told)) == len(rows)

    opened = timed(lambda: queries.case_file(viewer, by, case), rounds)
    plain = timed(clear, rounds)
    yield _beside(f"opening a case of {ENTRIES} entries", database, opened, plain, CASE_LIMIT)

    value = writings.Written("She called. Made up.", timezone.localdate(at), "", 20)

    def write_clear() -> None:
        with transaction.atomic():
            content = writings.told(writings.Kind.NOTE, value, at=at, by=by.staff)
            Entry.objects.create(id=uuid4(), case_id=other, sealed=content)
            record(verb=Verb.WRITE, thing="case", ids=[str(other)], by=str(by.staff), what="write_entry", at=at)

    sealed = timed(
        lambda: actions.write(case=other, kind=writings.Kind.NOTE, value=value, by=by, at=timezone.now()), rounds
    )
    yield _beside("saving an entry of a case", database, sealed, timed(write_clear, rounds))


def whole_pages(database: str, rounds: int, case: UUID, count: int) -> Iterator[Figure]:
    """The answers of the server, unlocked, with frame, template and the row of the record."""
    from article16.support.keys import demo
    from tests.service import once, signed_in

    browser = signed_in(_leyla())
    answer = browser.post("/unlock/", {"once": once(browser, "/unlock/"), "password": demo.PASSPHRASE})
    assert answer.status_code == 302, "it did not unlock"
    page = timed(lambda: browser.get(f"/cases/{case}/"), rounds)
    yield figure(f"page of a case of {ENTRIES} entries", database, page, "ms", limits=(at_most(CASE_LIMIT),))
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/cases/").content.decode())[-1]
    said = {"words": "made-up 00017", "csrfmiddlewaretoken": token}
    assert browser.post("/cases/", said).content.decode().count("Made-up 00017") == 1
    found = timed(lambda: browser.post("/cases/", said), rounds)
    yield figure(f"page of a search over {count:,} cases", database, found, "ms", limits=(at_most(LIST_LIMIT),))
    due = timed(lambda: browser.get("/due/"), rounds)
    yield figure(f"page of what is due over {count:,} cases", database, due, "ms", limits=(at_most(DUE_LIMIT),))


def _beside(name: str, database: str, sealed: list[float], plain: list[float], limit: float | None = None) -> Figure:
    ratio = statistics.median(sealed) / statistics.median(plain)
    limits = (at_most(limit),) if limit else ()
    return figure(name, database, sealed, "ms", ratio=ratio, to=NOTHING, limits=limits)


def _fill(count: int, by: Any) -> list[UUID]:
    """So many cases; the first with as many entries as a long one has."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from article16.support.survivors import actions
    from article16.support.survivors.writings import Kind, Written

    at = timezone.now()
    on = timezone.localdate(at)
    with transaction.atomic():
        made = [
            actions.open_case(
                name=f"Made-up {number:05d}", relation="partner", called="", mailbox=uuid4(), by=by.staff, at=at, on=on
            )
            for number in range(count)
        ]
        words = "She says what helps her through the week, and what does not. " * 5
        story = [
            (Kind.SESSION, Written(words, on, "Session", 50), at - timedelta(days=number)) for number in range(ENTRIES)
        ]
        actions.write_all(case=made[0], entries=story, by=by, at=at)
    return made


def _unlocked() -> Any:
    from article16.support.demo_people import PEOPLE
    from article16.support.keys import demo

    by = demo.opened(PEOPLE)
    assert by, "no made-up worker could be unlocked"
    return by


def _unlocked_again(by: Any) -> None:
    """As when somebody unlocks: keys that were made since are wrapped."""
    from django.utils import timezone

    from article16.support.keys.actions import wrapping

    wrapping.when_unlocked(found=by, at=timezone.now())


def _viewer(staff: UUID) -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(id=staff)


def _leyla() -> Any:
    from article16.common.accounts.models import Staff

    return Staff.objects.get(email="leyla@demo.invalid")
