"""A table's file as it is: CSV becomes Parquet of texts, so that one set of rules reads both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from article16.evaluation.tables.problems import FIRST_ROW, NAMED, Outcome, Problem, shown

_BLOCK = 8 << 20  # bytes of CSV in memory at a time


def columns_of(path: Path) -> dict[str, str]:
    """Names and Arrow types of a Parquet file, in order; a name that stands twice comes once."""
    schema = pa.parquet.read_schema(path)
    return {each.name: str(each.type) for each in schema}


def raw_parquet(table: str, path: Path, kind: str, work: Path) -> tuple[Path | None, list[Problem]]:
    """A Parquet file with the rows of this table, and what stood in the way.

    Returns
    -------
    tuple
        The file itself when it is Parquet; for CSV a new one in `work`, every column text, empty cells null; None
        when nothing can be read.
    """
    if not path.is_file():
        says = f"The file {path.name} is not in the folder. Put it there, or take the table out of datapackage.json."
        return None, [Problem(table, 0, "", says, Outcome.UNREADABLE)]
    try:
        if kind == "parquet":
            pa.parquet.read_schema(path)
            return path, []
        return _from_csv(table, path, work / f"{table}.raw.parquet")
    except (pa.ArrowInvalid, OSError) as error:
        return None, [Problem(table, 0, "", _why(path, error), Outcome.UNREADABLE)]


def _why(path: Path, error: Exception) -> str:
    if path.stat().st_size == 0:
        return f"The file {path.name} is empty; not even the line with the column names is there."
    line = undecodable(path)
    if line:
        return (
            f"The file {path.name} is not UTF-8: line {line[0]} has the byte {line[1]:02X}. "
            "Save it as 'CSV UTF-8', or import it with a mapping file that names its encoding."
        )
    return f"The file {path.name} cannot be read ({shown(error)}). Write it again as CSV in UTF-8 or as Parquet."


def undecodable(path: Path, encoding: str = "utf-8") -> tuple[int, int] | None:
    """Line (from 1) and byte at which a text file stops being in this encoding; None when all of it is."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                return number, line[error.start]
    return None


def _from_csv(table: str, path: Path, target: Path) -> tuple[Path | None, list[Problem]]:
    line = undecodable(path)
    if line:
        raise pa.ArrowInvalid(f"byte {line[1]:02X}")
    names = _header(path)
    twice = sorted({each for each in names if names.count(each) > 1})
    if twice:
        says = f"The column stands {names.count(twice[0])} times in {path.name}. Give each column a name of its own."
        return None, [Problem(table, 1, twice[0], says, Outcome.UNREADABLE)]
    problems: list[Problem] = []
    with (
        pa.csv.open_csv(
            path,
            read_options=pa.csv.ReadOptions(block_size=_BLOCK, use_threads=False),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=_skip(table, problems)),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        ) as reader,
        pa.parquet.ParquetWriter(target, reader.schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_batch(batch)
    return target, _shortened(table, problems)


def _header(path: Path) -> list[str]:
    with path.open("rb") as file:
        first = file.readline()
    read = pa.csv.read_csv(pa.py_buffer(first), read_options=pa.csv.ReadOptions(autogenerate_column_names=True))
    return [str(read[column][0].as_py() or "") for column in read.column_names]


def _skip(table: str, problems: list[Problem]) -> Any:
    def skip(row: Any) -> str:
        number = row.number or 0
        says = f"The line has {row.actual_columns} cells where the header has {row.expected_columns}. Correct the line."
        problems.append(Problem(table, number, "", says, Outcome.LEFT_OUT))
        return "skip"

    return skip


def _shortened(table: str, problems: list[Problem]) -> list[Problem]:
    if len(problems) <= NAMED:
        return problems
    says = f"{len(problems) - NAMED:,} more lines have a wrong number of cells."
    return [*problems[:NAMED], Problem(table, 0, "", says, Outcome.LEFT_OUT)]


def file_row(row: int) -> int:
    """Row as a spreadsheet shows it, from the position in the file (from 0)."""
    return row + FIRST_ROW
