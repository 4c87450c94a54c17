"""How much a score must move to be more than error: measured on the women of this service, when a lead asks for it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from pydantic import TypeAdapter

from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.measuring import Found, limits
from article16.support.keys.opening import Unlocked
from article16.support.survivors.writings import CaseFile

from ..held import HERS, time_of
from ..limits import Measured
from ..models import Limits
from ..queries import instruments
from ..queries.limits import context_of

FIRST = ("T0", "T1")
WHO = "women of one service at their first time"
_MEASURED = TypeAdapter(Measured)


@transaction.atomic
def measure(*, files: Iterable[CaseFile], by: Unlocked, at: datetime) -> int:
    """How many limits were found. Takes the place of what was measured before; sealed, like all that women said."""
    firsts = _firsts(files)
    found: dict[str, list[Found]] = {}
    for fingerprint, sets in firsts.items():
        instrument = instruments.by_fingerprint(fingerprint)
        if instrument is None:
            continue
        answers = [(time_of(instrument, wave), decoded(instrument, values)) for wave, values in sets]
        found[fingerprint] = limits(instrument, answers, informant=HERS, who=WHO)
    row = uuid4()
    content = _MEASURED.dump_json(Measured(timezone.localdate(at), found))
    Limits.objects.all().delete()
    Limits.objects.create(id=row, sealed=by.seal(content, context=context_of(row)))
    record(verb=Verb.WRITE, thing="page", by=str(by.staff), what="measure_her_limits", at=at)
    return sum(map(len, found.values()))


def _firsts(files: Iterable[CaseFile]) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Her first answers to each version, one set for each woman."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for file in files:
        mine: dict[str, tuple[str, dict[str, str]]] = {}
        for one in reversed(file.answers):  # the earliest first
            value = one.value
            if value.informant == HERS and (value.wave in FIRST or not value.wave):
                mine.setdefault(value.fingerprint, (value.wave, value.values))
        for fingerprint, values in mine.items():
            found.setdefault(fingerprint, []).append(values)
    return found
