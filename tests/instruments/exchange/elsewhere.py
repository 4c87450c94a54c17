"""What another program finds in an exported file, and what it hands back: pyarrow, DuckDB, pyreadstat, fhir.resources."""

import io
import json
import tempfile
from pathlib import Path

import duckdb
import pyreadstat
from fhir.resources.bundle import Bundle
from pyarrow import csv, string

from article16.instruments.exchange.filled import keys_of
from article16.instruments.items import Kind
from article16.instruments.missing import Missing

RESPONSES = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
ABSENCES = {"unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked", "not-applicable",
            "unsupported", "as-text", "error", "not-a-number", "negative-infinity", "positive-infinity",
            "not-performed", "not-permitted"}  # fmt: skip


def csv_again(instrument, content, rows):
    """Read by pyarrow as text, and written by it."""
    head = ["person", "informant", "time", *(key for key, _ in keys_of(instrument))]
    table = csv.read_csv(
        io.BytesIO(content),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(head, string()), strings_can_be_null=False),
    )
    assert (table.column_names, table.num_rows) == (head, len(rows))
    out = io.BytesIO()
    csv.write_csv(table, out)
    return out.getvalue()


def parquet_again(instrument, content, rows):
    """Read by DuckDB, and written by it."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as base:
        ours, theirs = Path(folder) / "ours.parquet", Path(folder) / "theirs.parquet"
        ours.write_bytes(content)
        base.execute(f"COPY (SELECT * FROM '{ours}') TO '{theirs}' (FORMAT parquet)")
        return theirs.read_bytes()


def fhir_again(instrument, content, rows):
    """Read by fhir.resources, and written by it. It takes any code, so these are compared with the standard's."""
    for entry in json.loads(content)["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "QuestionnaireResponse":
            assert resource["status"] in RESPONSES
            for node in (node for one in resource["item"] for node in nodes(one)):
                assert {one["valueCode"] for one in node.get("extension", ())} <= ABSENCES
    return Bundle.model_validate_json(content).model_dump_json().encode()


def nodes(item):
    yield item
    for one in item.get("item", ()):
        yield from nodes(one)


def sav_again(instrument, content, rows):
    """As whoever opens it finds it: answers as numbers, days and words; no number where there is no answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ours.sav"
        path.write_bytes(content)
        found, meta = pyreadstat.read_sav(str(path), output_format="dict")
    assert meta.number_rows == len(rows)
    for place, row in enumerate(rows):
        assert (found["person"][place] or "", found["informant"][place]) == (row.person, row.informant)
        for key, item in keys_of(instrument):
            answer = row.answers.get(key, Missing.NOT_ASKED)
            for name, told in _told(key, item, answer):
                assert found[name][place] == told, name
    return content


def _told(key, item, answer):
    none = isinstance(answer, Missing)
    if item.kind is Kind.MULTIPLE:
        for code in item.codes:
            yield f"{key}__{code}".replace("-", "m"), None if none else float(code in answer)
    elif item.kind is Kind.TEXT:
        yield key, "" if none else answer
        yield f"{key}__missing", None if none else 0.0
    else:
        yield key, None if none else answer


AGAIN = {"csv": csv_again, "sav": sav_again, "parquet": parquet_again, "fhir": fhir_again}
