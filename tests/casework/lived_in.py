"""A programme of made-up men in which people have also done what no programme does by itself.

Beside what `article16 demo` makes: copies asked for, holds, a panel sheet, files merged and closed, own questionnaires,
questionnaires begun, sealed documents, rules and holidays of its own.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from article16.casework.access import actions as access
from article16.casework.access.models import Part, Request
from article16.casework.clients.actions import Referred, merge_clients, open_client
from article16.casework.clients.models import Client, Episode
from article16.casework.endings import actions as endings
from article16.casework.family import document_actions as documents
from article16.casework.family.models import DocumentKind
from article16.casework.groups.actions import enrol, ruling
from article16.casework.groups.models import Group
from article16.casework.groups.standing import Rules
from article16.casework.panel.models import Note, Sheet
from article16.casework.questionnaires.actions import answering, authoring, keying, planning, rating, sittings, telling
from article16.casework.questionnaires.models import Asking
from article16.casework.questionnaires.queries import instruments
from article16.casework.retention import actions as retention
from article16.casework.synthetic import filling
from article16.casework.tasks import actions as tasks
from article16.casework.tasks.models import Task
from article16.casework.warnings import actions as warnings
from article16.common.accounts.actions import close_file
from article16.common.accounts.models import Programme, Staff
from article16.common.questionnaires import own
from tests.casework import files
from tests.casework.test_synthetic import begin, person
from tests.instruments.test_xlsform import excel

NAMES = ("Lukas Brandner", "Milan Kos", "Tarek Aziz", "Lukas Brandtner", "Igor Hahn", "Emil Nagy")


def live_in(patch: Any, *, men: int) -> None:
    """Everything, into an empty database; inside a transaction of the caller."""
    at = begin(patch)
    Staff.objects.update(password="no hash, so it opens nothing")
    filling.fill(men=men, seed=filling.SEED, at=at, told=lambda words: None)
    graz = Programme.objects.get(code="graz")
    by = {name: str(person(name).pk) for name in ("ana", "peter", "miriam", "ida")}
    came = [_man(graz, name, by["peter"], at) for name in NAMES]
    _his_copy(came[0], graz, by, at)
    _his_copy(came[1], graz, by, at, released=True)
    _kept_or_erased(came[1], came[4], by, at)
    on = timezone.localdate(at)
    merge_clients(merged=came[3], into=came[0], reason="One man, typed twice", by=by["peter"], at=at, on=on)
    close_file(staff_id=person("lena").pk, thing="client", object_id=came[2].pk, by=by["miriam"], at=at)
    sheet = Sheet.objects.create(
        id=uuid4(), programme=graz, on=on, men=3, unknown=0, brought_at=at, brought_by_id=by["miriam"]
    )
    Note.objects.bulk_create(Note(sheet=sheet, client=man, code="no-change") for man in came[:3])
    _own_rules(graz, by, at)
    _questionnaires(graz, came[0], by, at)
    _sealed(came[0], by, at)
    _in_a_group([came[2], came[5]], by, at)


def _man(graz: Programme, name: str, by: str, at: datetime) -> Client:
    today = timezone.localdate(at)
    referred = Referred(name, date(1980, 5, 4), graz.pk, answer_by=today + timedelta(days=30))
    return open_client(referred=referred, by=by, at=at, on=today)


def _his_copy(man: Client, graz: Programme, by: dict[str, str], at: datetime, *, released: bool = False) -> None:
    episode = Episode.objects.select_related("client", "programme").get(client=man)
    access.ask(episode=episode, asked_on=timezone.localdate(at), way="letter", by=by["peter"], at=at)
    request = Request.objects.get(client=man)
    access.check_identity(request=request, how="document", words="Passport", by=by["peter"], at=at)
    access.prepare(request=request, by=by["peter"], at=at)
    if released:
        for part in Part.objects.filter(request=request).select_related("request"):
            access.look_through(part=part, left={}, by=by["miriam"], at=at)
        access.release(request=request, by=by["miriam"], at=at)


def _kept_or_erased(kept: Client, erased: Client, by: dict[str, str], at: datetime) -> None:
    today = timezone.localdate(at)
    retention.hold(client=kept, reason="A court asks", until=today + timedelta(days=90), by=by["miriam"], at=at)
    Episode.objects.filter(client=erased).update(state="ended", ended_on=today)
    retention.propose(client=erased, basis="request", words="", by=by["peter"], at=at)


def _own_rules(graz: Programme, by: dict[str, str], at: datetime) -> None:
    today = timezone.localdate(at)
    soon = today + timedelta(days=30)
    ruling.add_holiday(programme=graz.pk, first=soon, last=soon, name="A feast", by=by["miriam"], at=at)
    ruling.set_rules(programme=graz.pk, rules=Rules(since=today), by=by["miriam"], at=at)
    warnings.set_hours(programme=graz.pk, stretches=[(0, time(8), time(16))], by=by["miriam"], at=at)
    open_one = Task.objects.filter(programme=graz, done_at=None).select_related("episode").first()
    assert open_one
    later = max(open_one.due, today) + timedelta(days=3)
    tasks.postpone(task=open_one, to=later, reason="He is in hospital", by=by["miriam"], at=at)
    about = Episode.objects.filter(programme=graz)[0]
    tasks.add_task(kind="review", fact=uuid4(), episode=about, due=later, by=by["miriam"], at=at, role="intake")


def _questionnaires(graz: Programme, man: Client, by: dict[str, str], at: datetime) -> None:
    mine = {"programme": graz.pk, "by": by["miriam"], "at": at}
    taken = own.read_upload(excel(), name="own.xlsx", source="Our team", licence="Our own", informant="client")
    assert taken.parcel
    authoring.add(parcel=taken.parcel, **mine)
    telling.begin(year=at.year, **mine)
    draft = telling.begin(year=at.year - 1, **mine)
    telling.finish(draft=draft, by=by["miriam"], at=at)
    episode = Episode.objects.select_related("client", "programme").get(client=man, programme=graz, number=1)
    planning.replan(episodes=[episode.pk], by="", at=at)
    asking = Asking.objects.select_related("episode__client", "episode__programme").get(episode=episode, wave="T0")
    begun = {"asking": asking, "language": "en", "at": at}
    first = answering.begin(entry="first", mode="paper", by=by["ana"], **begun)
    keying.begin_second(first=first, by=by["peter"], at=at)
    answering.begin(entry="", mode="read_aloud", by=by["ana"], **begun)
    sittings.make_link(by=by["ana"], **begun)
    rated = instruments.current(graz.pk, "risk_register")
    assert rated
    rating.begin(episode=episode, instrument=rated, by=by["ana"], at=at)


def _sealed(man: Client, by: dict[str, str], at: datetime) -> None:
    episode = Episode.objects.select_related("client", "programme").filter(client=man).first()
    kind = DocumentKind.objects.first()
    assert episode
    assert kind
    uploaded = documents.Uploaded(files.PDF, "pdf", kind.pk, "Report", "", timezone.localdate(at))
    documents.keep_document(episode=episode, uploaded=uploaded, by=by["ana"], at=at, on=timezone.localdate(at))
    documents.seal_document(episode=episode, uploaded=uploaded, by=by["ana"], at=at)


def _in_a_group(men: list[Client], by: dict[str, str], at: datetime) -> None:
    """Two come to a group from today on; one of them may not come for a time."""
    today, group = timezone.localdate(at), Group.objects.filter(programme__code="graz", ended_on=None)[0]
    for man in men:
        episode = Episode.objects.select_related("client", "programme").get(client=man)
        enrol(episode=episode, group=group, since=today, by=by["miriam"], manager=True, reason="Comes now", at=at)
    episode.refresh_from_db()
    endings.suspend(episode=episode, begins_on=today, until=None, reason="Hospital", by=by["miriam"], at=at)
