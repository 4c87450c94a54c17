"""Keys of cases wrapped anew, some at a time: after a rotation, and those made while everybody was locked."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr

from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair
from article16.wall.box.sealing import SUITE

from ..case_keys import CaseKeys
from ..models import CaseKey
from ..opening import Unlocked

Row = tuple[UUID, int, bytes]
BATCH = 1_000  # in one transaction: some 50 ms; other writers wait no longer
# Never back to an earlier generation: another lead may have begun the next one meanwhile.
_ONE = 'UPDATE keys_casekey SET generation = %s, sealed = %s WHERE "case" = %s AND NOT restricted AND generation <= %s'
_MANY = (
    "UPDATE keys_casekey SET generation = %s, sealed = new.sealed "
    "FROM unnest(%s::uuid[], %s::bytea[]) AS new (id, sealed) "
    "WHERE keys_casekey.case = new.id AND NOT restricted AND generation <= %s"
)


def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """One of `WHEN_UNLOCKED`: keys that were made while everybody was locked open eight times as fast from then on."""
    if found.zone:
        wrap_new(held=found.zone)


def wrap_new(*, held: tuple[KeyPair, ...]) -> int:
    """Keys that lie as they were made, sealed to the public half of the newest generation; how many were wrapped."""
    keys, suite = CaseKeys(held), Substr("sealed", 1, 1, output_field=BinaryField())
    made = CaseKey.objects.annotate(suite=suite).filter(restricted=False, generation=keys.newest, suite=SUITE)
    return wrap(made, keys)


def wrap(cases: QuerySet[CaseKey], keys: CaseKeys) -> int:
    """All of these under the newest generation held; how many. One that does not open stays, and holds up no other."""
    count, after = 0, UUID(int=0)
    while rows := list(_following(cases, after)):
        after = rows[-1][0]
        count += _put(rows, keys)
    return count


def _following(cases: QuerySet[CaseKey], after: UUID) -> QuerySet[CaseKey, Row]:
    return cases.filter(case__gt=after).order_by("case").values_list("case", "generation", "sealed")[:BATCH]


@transaction.atomic
def _put(rows: list[Row], keys: CaseKeys) -> int:
    found = [(case, _again(keys, case, of, bytes(sealed))) for case, of, sealed in rows]
    wrapped = [(case, blob) for case, blob in found if blob]
    if wrapped:
        write(wrapped, generation=keys.newest)
    return len(wrapped)


def _again(keys: CaseKeys, case: UUID, generation: int, sealed: bytes) -> bytes:
    try:
        return keys.again(case, generation=generation, blob=sealed)
    except Broken:
        return b""  # said where the case is opened


def write(sealed: list[tuple[UUID, bytes]], *, generation: int) -> None:
    """Put these seals in the place of the former ones, in as few statements as the database takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cases, blobs = zip(*sealed, strict=True)
            cursor.execute(_MANY, [generation, list(cases), list(blobs), generation])
        else:
            cursor.executemany(_ONE, [(generation, blob, stored(case), generation) for case, blob in sealed])


def stored(case: UUID) -> object:
    """The id as this database writes it."""
    return CaseKey._meta.pk.get_db_prep_value(case, connection)
