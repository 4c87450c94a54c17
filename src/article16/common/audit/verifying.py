"""Whether the audit log is whole: computes every hash anew and compares the end with head and anchors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from article16.common.audit import chain, witnesses
from article16.common.audit.cross_checks import index_problems, missing_subjects, queue_problems

BATCH = 2_000
STRETCH = 50_000  # rows compared with the index at a time: PostgreSQL compiles each such question anew
MOST_PROBLEMS = 100  # named one by one; the rest are only counted
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found: rows in the chain, entries that wait for the sealer, and a sentence for each problem."""

    rows: int
    unchained: int
    problems: tuple[str, ...]
    complete: bool  # False: stopped before the end, nothing is said of the rest

    @property
    def good(self) -> bool:
        return self.complete and not self.problems


@dataclass(slots=True)
class _Walk:
    """Where the check stands in the chain."""

    witnesses: dict[int, list[witnesses.Witness]]
    rows: int = 0
    seq: int = 0
    hash: bytes = chain.GENESIS
    compared: int = 0  # with the index, up to this row
    found: int = 0
    problems: list[str] = field(default_factory=list)

    def complain(self, sentence: str) -> None:
        self.found += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(sentence)

    def verdict(self, *, unchained: int, complete: bool) -> Verdict:
        more = self.found - len(self.problems)
        rest = (_("%(count)d more problems are not listed.") % {"count": more},) if more else ()
        return Verdict(rows=self.rows, unchained=unchained, problems=(*self.problems, *rest), complete=complete)


def verify(
    *,
    connection: Any,
    folder: Path,
    at: datetime,
    progress: Callable[[int], None] = lambda rows: None,
    stop: Callable[[], bool] = lambda: False,
    patience: timedelta = PATIENCE,
) -> Verdict:
    """Walks the whole chain. `folder` holds head.json and anchors.jsonl, here or as a copy from elsewhere.

    `progress` hears the number of rows done, `stop` is asked after each batch. Memory does not grow with the rows.
    """
    seen = witnesses.read(folder)
    walk = _Walk(witnesses=seen.by_row)
    for sentence in seen.problems:
        walk.complain(sentence)
    for batch in chain.batches(connection, _sql(connection.vendor), start=0, size=BATCH):
        _check_batch(walk, batch)
        _compare_with_index(connection, walk, least=STRETCH)
        progress(walk.rows)
        if stop():
            return walk.verdict(unchained=0, complete=False)
    _compare_with_index(connection, walk, least=1)
    for sentence in (*_beyond_the_end(walk), *seen.missing(rows=walk.rows)):
        walk.complain(sentence)
    unchained, problems = queue_problems(connection, sealer_ran=seen.sealer_ran, at=at, patience=patience)
    for sentence in (*problems, *index_problems(connection)):
        walk.complain(sentence)
    return walk.verdict(unchained=unchained, complete=True)


def _sql(vendor: str) -> str:
    return (
        f"SELECT l.seq, l.previous, l.hash, {chain.columns(vendor)} "  # noqa: S608  columns of our own table
        "FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.seq > %s ORDER BY l.seq LIMIT %s"
    )


def _check_batch(walk: _Walk, batch: Sequence[Sequence[Any]]) -> None:
    for seq, previous, digest, *entry in batch:
        if type(seq) is not int:
            walk.complain(_("A row of the chain has no number: it was put there by hand."))
            continue
        _check_place(walk, seq, previous)
        _check_entry(walk, seq, previous, digest, entry)
        walk.seq, walk.hash, walk.rows = seq, digest, walk.rows + 1
        for witness in walk.witnesses.get(seq, ()):
            if not isinstance(digest, bytes) or digest.hex() != witness.hash:
                walk.complain(witness.contradicted())


def _compare_with_index(connection: Any, walk: _Walk, *, least: int) -> None:
    if walk.seq - walk.compared < least:
        return
    for seq in missing_subjects(connection, after=walk.compared, until=walk.seq):
        walk.complain(_("The index of who opened what lacks row %(row)s.") % {"row": seq})
    walk.compared = walk.seq


def _check_place(walk: _Walk, seq: int, previous: Any) -> None:
    if seq != walk.seq + 1:
        gap = {"first": walk.seq + 1, "last": seq - 1}
        walk.complain(_("Rows %(first)s to %(last)s are missing from the chain.") % gap)
    elif previous != walk.hash:
        walk.complain(_("Row %(row)s does not follow from the row before it.") % {"row": seq})


def _check_entry(walk: _Walk, seq: int, previous: Any, digest: Any, entry: Sequence[Any]) -> None:
    if entry[0] is None:
        walk.complain(_("The entry of row %(row)s was deleted.") % {"row": seq})
    elif not isinstance(previous, bytes) or chain.linked(previous, seq, entry) != digest:
        walk.complain(_("Row %(row)s was changed after it was chained.") % {"row": seq})


def _beyond_the_end(walk: _Walk) -> list[str]:
    late = [one for row in sorted(walk.witnesses) if row > walk.seq for one in walk.witnesses[row]]
    return [witness.cut(rows=walk.seq) for witness in late]
