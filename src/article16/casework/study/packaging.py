"""The package of casework alone: his answers and his way, for countries where the law forbids to ask her."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions.reporting import MODES
from article16.casework.questionnaires.models import Answer, Response
from article16.casework.questionnaires.queries.instruments import by_fingerprint
from article16.common.accounts.models import Programme
from article16.common.questionnaires.coding import coded_answer
from article16.common.questionnaires.encoding import read_text
from article16.common.study.people import Man
from article16.common.study.people import Response as Said
from article16.instruments.definition import Instrument

from .facts import WAVES, Way, ways

if TYPE_CHECKING:
    from article16.common.study.packing import Written

AT_ONCE = 500
_LARGEST = 1 << 53


def write_package(folder: Path, episodes: Sequence[UUID], *, secret: bytes, format: str, at: datetime) -> "Written":
    """His first passages as a Data Package in a new folder; on a failure there is none."""
    from article16.common.study.packing import write  # with all of pyarrow: not at the service's start
    from article16.evaluation.tables.descriptor import Package

    on = timezone.localdate(at)
    men: list[Man] = []
    for start in range(0, len(episodes), AT_ONCE):
        part = list(episodes[start : start + AT_ONCE])
        answered = _answered(part)
        men += [
            _man(way, answered.get(pk, []), secret, (on - way.opened_on).days) for pk, way in ways(part, on=on).items()
        ]
    men.sort(key=lambda one: one.number)
    programmes = tuple(Programme.objects.filter(code__in={one.programme for one in men}).values_list("code", "name"))
    package = Package(
        name="casework", title="His side only", made_up=settings.TRAINING or settings.DEMO, programmes=programmes
    )
    return write(men, folder, package=package, find=_find, format=format)


def first_passages(programme: str) -> list[UUID]:
    """Of every man, or of those of one programme. One query."""
    earlier = Episode.objects.filter(client=OuterRef("client"), number__lt=OuterRef("number"))
    rows = Episode.objects.filter(~Exists(earlier))
    return list((rows.filter(programme__code=programme) if programme else rows).values_list("pk", flat=True))


def clients_of(episodes: Sequence[UUID]) -> list[UUID]:
    found = []
    for start in range(0, len(episodes), AT_ONCE):
        part = episodes[start : start + AT_ONCE]
        found += Episode.objects.filter(pk__in=part).values_list("client", flat=True)
    return found


def _man(way: Way, answered: list[Said], secret: bytes, today: int) -> Man:
    columns = {name: cell for name, cell in way.columns.items() if name != "passage"}
    columns.setdefault("day_followed", _followed(columns, answered, today))
    events = [cells for cells in way.events.values() if "kind" in cells]
    windows: dict[tuple[str, str], dict[str, str]] = {}
    for cells in way.events.values():
        if "from" in cells:
            asked = {"source": cells["source"], "status": cells["status"]}
            windows[cells["source"], cells["from"]] = asked | {
                "day_from": cells["from"], "day_to": cells["to"], "day_asked": cells["asked"],
            }  # fmt: skip
    number = int.from_bytes(hashlib.blake2b(way.client.bytes, key=secret, digest_size=8).digest(), "big") % _LARGEST
    return Man(
        number, way.programme, columns, way.exposure, (*answered, *way.due), tuple(events), tuple(windows.values())
    )


def _followed(columns: dict[str, str], answered: list[Said], today: int) -> str:
    """Until when anything is known of him."""
    days = [int(columns[name]) for name in ("day_ending", "day_last_attendance", "day_start") if columns.get(name)]
    days += [one.day for one in answered if one.day is not None]
    return str(max([0, *days, today if columns["ending"] == "ongoing" else 0]))


def _answered(episodes: list[UUID]) -> dict[UUID, list[Said]]:
    """What he answered, corrected answers in place of those they correct. Two queries, and one for each own version."""
    later = Response.objects.filter(corrects=OuterRef("pk"))
    rows = Response.objects.filter(~Exists(later), asking__episode__in=episodes, asking__wave__in=WAVES)
    held = list(rows.select_related("asking__episode"))
    texts: dict[UUID, dict[str, str]] = defaultdict(dict)
    for response, key, value in Answer.objects.filter(response__in=rows).values_list("response", "key", "value"):
        texts[response][key] = value
    found: dict[UUID, list[Said]] = defaultdict(list)
    for one in held:
        found[one.asking.episode_id].append(_said(one, texts[one.pk]))
    return found


def _said(one: Response, texts: dict[str, str]) -> Said:
    instrument, opened = by_fingerprint(one.fingerprint), one.asking.episode.opened_on
    values: dict[str, str] = {}
    for key, text in texts.items() if instrument else ():
        item = instrument.by_key.get(key.partition(".")[0]) if instrument else None
        if item is not None and instrument is not None:
            values |= dict(coded_answer(instrument, key, read_text(item, text), opened))
    return Said(
        time=one.asking.wave,
        informant="client",
        instrument=one.instrument,
        version=one.version,
        fingerprint=one.fingerprint,
        day=max(0, (one.on - opened).days),
        mode=MODES.get(one.mode, ""),
        language=one.language,
        values=values,
    )


def _find(_name: str, _version: str, fingerprint: str) -> Instrument | None:
    return by_fingerprint(fingerprint) if fingerprint else None
