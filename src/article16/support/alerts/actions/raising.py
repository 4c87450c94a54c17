"""An item of the service's own, raised while nobody is unlocked. Which case it is about lies inside the seal."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from article16.support.alerts.models import Alert, ForCase, Pointer, Step
from article16.support.keys import holders
from article16.support.keys.models import CaseKey, Share
from article16.support.keys.sealing import seal_for_zone
from article16.wall.box.framing import bind
from article16.wall.box.sealing import seal

OWN = "own"  # the one kind that stands in clear for all of them


def pointer_context(row: UUID) -> bytes:
    return bind("item of a case", row.bytes)


@transaction.atomic
def raise_item(*, case: UUID, about: str, severity: str, due: datetime, at: datetime) -> UUID:
    """One item on the duty desk; ladder and deadline as with every other. Eight queries.

    `about`: "answer" or "message"; sealed with the case. What of it stands in clear is that something waits.
    """
    alert = Alert(number=next_number(), kind=OWN, severity=severity, due=due, came_at=at, raised_at=at, next_due=at)
    alert.save(force_insert=True)
    ForCase.objects.create(alert=alert)
    Step.objects.create(alert=alert, at=at, what="received")
    Pointer.objects.bulk_create(_pointers(alert, case, about))
    return alert.pk


def next_number() -> int:
    """The number of the next alert. Whoever asks at the same time waits for this transaction."""
    Alert.objects.select_for_update().order_by("-number").first()
    return (Alert.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _pointers(alert: Alert, case: UUID, about: str) -> list[Pointer]:
    """For everybody with the zone's key which case it is; of a restricted one only who may open it, and to these."""
    inside = {"case": str(case), "about": about}
    restricted = CaseKey.objects.filter(case=case, restricted=True).exists()
    if not restricted:
        return [_to_zone(alert, inside)]
    shares = list(Share.objects.filter(case=case, key__ended_at=None).select_related("key"))
    named = [_to_worker(alert, share, inside) for share in shares]
    return [_to_zone(alert, {"named": [str(share.key.staff_id) for share in shares], "about": about}), *named]


def _to_zone(alert: Alert, inside: Mapping[str, object]) -> Pointer:
    row = uuid4()
    return Pointer(id=row, alert=alert, sealed=seal_for_zone(_bytes(inside), context=pointer_context(row)))


def _to_worker(alert: Alert, share: Share, inside: Mapping[str, object]) -> Pointer:
    row, pin = uuid4(), holders.worker_pin(bytes(share.key.public_key))
    return Pointer(
        id=row, alert=alert, key=share.key, sealed=seal(_bytes(inside), to=pin, context=pointer_context(row))
    )


def _bytes(inside: Mapping[str, object]) -> bytes:
    return json.dumps(inside).encode()
