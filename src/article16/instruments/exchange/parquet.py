"""Answers as Parquet: each column has its type, and beside it stands why an answer is not there."""

import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from article16.instruments.definition import Instrument
from article16.instruments.exchange.codebook import MISSING_WORDS, words_of
from article16.instruments.exchange.filled import ABOUT, Filled, NotExported, from_cells, keys_of
from article16.instruments.items import Item, Kind
from article16.instruments.missing import CODES, Missing

if TYPE_CHECKING:
    import pyarrow as pa

WHY = "__missing"  # behind the key: the column that says why an answer is not there


def to_parquet(instrument: Instrument, rows: Iterable[Filled]) -> bytes:
    """A column KEY with the answer, null where there is none, and KEY__missing with the kind of missing.

    Both are null for a child that is not there. Words in every language lie in the metadata of the columns.
    """
    import pyarrow as pa
    from pyarrow import parquet

    rows = list(rows)
    fields = [pa.field(name, pa.string()) for name in ABOUT]
    arrays = [pa.array([getattr(row, name) for row in rows], pa.string()) for name in ABOUT]
    keys = [key for key, _ in keys_of(instrument)]
    if clash := sorted({f"{key}{WHY}" for key in keys} & set(keys)):
        raise NotExported([f"The key “{clash[0]}” is the name of a column that says why an answer is missing."])
    for key, item in keys_of(instrument):
        answers = [row.answers.get(key) for row in rows]
        given = [None if isinstance(answer, Missing) else _plain(item, answer) for answer in answers]
        fields.append(pa.field(key, _type(item), metadata=_about(instrument, item)))
        arrays.append(pa.array(given, _type(item)))
        fields.append(pa.field(key + WHY, pa.string()))
        arrays.append(pa.array([one.value if isinstance(one, Missing) else None for one in answers], pa.string()))
    kinds = json.dumps({kind.value: words for kind, words in MISSING_WORDS.items()})
    about = {"instrument": instrument.id, "version": instrument.version, "fingerprint": instrument.fingerprint}
    schema = pa.schema(fields, metadata={**about, "missing": kinds})
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return out.getvalue()


def from_parquet(instrument: Instrument, content: bytes) -> list[Filled]:
    """The rows that `to_parquet` wrote."""
    from pyarrow import parquet

    items = dict(keys_of(instrument))
    found = []
    for record in parquet.read_table(io.BytesIO(content)).to_pylist():
        cells: dict[str, object] = {name: record[name] for name in ABOUT}
        for key, item in items.items():
            why, answer = record[key + WHY], record[key]
            if item.kind is Kind.MULTIPLE and answer is not None:
                answer = frozenset(answer)
            cells[key] = CODES[why] if why else answer
        found.append(from_cells(instrument, cells))
    return found


def _plain(item: Item, answer: Any) -> object:
    if isinstance(answer, frozenset):
        return sorted(answer)
    if item.kind is Kind.NUMERIC and not item.whole and answer is not None:
        return float(answer)
    return int(answer) if item.kind is Kind.NUMERIC and answer is not None else answer


def _type(item: Item) -> "pa.DataType":
    import pyarrow as pa

    if item.kind is Kind.NUMERIC:
        return pa.int64() if item.whole else pa.float64()
    types = {
        Kind.SINGLE: pa.int16(), Kind.MULTIPLE: pa.list_(pa.int16()), Kind.DATE: pa.date32(), Kind.TEXT: pa.string()
    }  # fmt: skip
    return types[item.kind]


def _about(instrument: Instrument, item: Item) -> dict[str, str]:
    """Words and choices by language and informant, as JSON: right-to-left text as it is."""
    told = {}
    for language in instrument.languages:
        for informant in (one for one in instrument.informants if one in item.informants):
            told[f"{language.code}@{informant}"] = {
                "words": words_of(instrument, item, language=language.code, informant=informant),
                "choices": {
                    str(code): instrument.text(
                        f"choice.{item.scale}.{code}", language=language.code, informant=informant
                    )
                    for code in item.codes
                },
            }
    return {"kind": item.kind.value, "texts": json.dumps(told, ensure_ascii=False)}
