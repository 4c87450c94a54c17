"""Erasing every row of a man, in every room, found from the models: what a new room keeps of him goes as well."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, UUIDField

from article16.casework.clients.models import Client
from article16.casework.transfer.reach import Table, of_men
from article16.casework.warnings.models import Changed
from article16.common.accounts.models import ClosedFile, Draft, Submission


def everything(client: Client) -> int:
    """Delete all of it; how many rows. Files that went into his go with it. Inside the caller's transaction.

    Not touched: the record, which holds ids that lead nowhere from now on; and messages in the outbox, which casework
    cannot open and which say nothing about whom.
    """
    ids = [client.pk, *Client.objects.filter(merged_into=client).values_list("pk", flat=True)]
    number = 0
    for table in sorted(of_men(), key=_farthest_first):
        for path in table.paths:
            rows = table.model._default_manager.filter(**{f"{path}__in": ids})
            if isinstance(table.model._meta.pk, UUIDField):
                _forget_noted(table, rows.values_list("pk", flat=True))
            # One statement: rows of a table point to each other, and the keys are looked at when all is done.
            number += rows._raw_delete(rows.db)
    _around(ids)
    return number


def _farthest_first(table: Table) -> tuple[int, str]:
    """What leads to him over other rows goes before those rows."""
    return (-max(0 if path == "pk" else path.count("__") + 1 for path in table.paths), table.name)


def _forget_noted(table: Table, ids: object) -> None:
    """What a trigger noted for the rules, of rows that are gone."""
    Changed.objects.filter(fact_table=table.model._meta.db_table, row_id__in=ids).delete()


def _around(ids: Sequence[UUID]) -> None:
    """What names a man by his id beside the rooms: kept forms, where forms led, who closed a file to themselves."""
    named = Q(pk__in=[])
    for one in ids:
        named |= Q(path__contains=str(one))
    Draft.objects.filter(named).delete()
    led = Q(pk__in=[])
    for one in ids:
        led |= Q(location__contains=str(one))
    Submission.objects.filter(led).delete()
    ClosedFile.objects.filter(object_id__in=ids).delete()
