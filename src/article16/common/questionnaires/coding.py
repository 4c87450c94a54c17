"""One answer as study data, the same on both sides: codes and counts. Words are left out; a date becomes days."""

from collections.abc import Iterator
from datetime import date, timedelta

from article16.instruments.definition import Instrument
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing


def coded_answer(instrument: Instrument, key: str, answer: object, since: date | None) -> Iterator[tuple[str, str]]:
    """Names of columns and what stands in them: a code, a number, or a kind of missing (".declined")."""
    item = instrument.by_key[key.partition(".")[0]]
    if item.kind is Kind.TEXT:
        return
    if isinstance(answer, Missing):
        yield from ((name, answer.value) for name in columns_of(item, key))
    elif isinstance(answer, frozenset):
        for name, code in zip(columns_of(item, key), item.codes, strict=True):
            yield name, str(int(code in answer))
    elif isinstance(answer, date):
        if since is not None:
            yield key, str((answer - since) // timedelta(1))
    else:
        yield key, f"{answer:.9g}" if isinstance(answer, float) else str(answer)


def columns_of(item: Item, key: str) -> list[str]:
    """The names of its columns: one for each choice where several can be ticked."""
    return [f"{key}-{code}" for code in item.codes] if item.kind is Kind.MULTIPLE else [key]
