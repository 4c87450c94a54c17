"""The board of who answered, over a digest of very many men and what came since; and the digest brought up to date."""

from collections.abc import Iterator
from time import process_time
from typing import Any
from uuid import uuid4

from bench import people
from bench.figures import Figure, at_most, figure, timed
from bench.home import home
from bench.suites import Extent

MEN, BOARD_LIMIT = 100_000, 200.0  # ms
LATELY = 200  # rows that came since


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    with home(database) as here:
        people.begin(here.environment, "support")
        by = _evaluator()
        men = extent.times(MEN, least=500)
        _fill(men, by)
        from article16.support.outcomes.actions.counting import count_rows
        from article16.support.outcomes.queries.board import board

        assert sum(one.due for one in board(by).standings) >= men * 10
        name = f"board of who answered, {men:,} episodes"
        yield figure(
            name,
            database,
            timed(lambda: board(by), extent.times(20), clock=process_time),
            "ms",
            limits=(at_most(BOARD_LIMIT),),
        )

        def again() -> None:
            _keep(LATELY)
            assert count_rows(by=by)

        yield figure(
            f"{LATELY} new rows put into it", database, timed(again, extent.times(5), clock=process_time), "ms"
        )


def _evaluator() -> Any:
    """The evaluator of the demonstration, unlocked."""
    from article16.common.accounts import queries as accounts
    from article16.support.keys import demo, holders
    from article16.support.keys.actions import workers

    staff = accounts.demo_people(["eva@demo.invalid"])["eva@demo.invalid"]
    opened = workers.open_with_passphrase(staff=staff.pk, passphrase=demo.PASSPHRASE)
    return holders.unlocked_with(opened.pair, opened.key, staff.pk)


def _fill(men: int, by: Any) -> None:
    """A digest as it is after all rows were counted: he and she at five times, two questionnaires each."""
    import numpy as np

    from article16.support.keys.sealing import seal_for_study
    from article16.support.outcomes.models import Digest
    from article16.support.outcomes.sealed import digest_context
    from article16.support.outcomes.tally import Tally

    random = np.random.default_rng(16)
    persons = np.repeat(np.arange(2 * men, dtype=np.uint64) * np.uint64(97), 10)
    place = np.tile(np.arange(10, dtype=np.uint64), 2 * men)
    who = (np.repeat(np.arange(2 * men, dtype=np.uint64), 10) & np.uint64(1)) << np.uint64(14)
    keys = persons << np.uint64(16) | who | (place >> np.uint64(1)) << np.uint64(11) | place & np.uint64(1)
    order = np.argsort(keys)
    statuses = random.choice([0, 1, 2, 4, 5], size=len(keys), p=[0.1, 0.1, 0.5, 0.2, 0.1]).astype(np.int64)
    tally = Tally(keys[order], (np.int64(3) << np.int64(60)) | statuses, ("five_points", "who5"))
    Digest.objects.create(name="board", sealed=seal_for_study(tally.as_bytes(), context=digest_context("board", 1)))
    _keep(LATELY)


def _keep(count: int) -> None:
    from django.utils import timezone

    from article16.support.outcomes.actions import keep_rows
    from article16.support.outcomes.rows import StudyRow

    answers = tuple((f"who5_{number}", "3") for number in range(1, 6))
    rows = [
        StudyRow(table="responses", man=uuid4(), wave="T1", instrument="who5", values=answers) for _ in range(count)
    ]
    keep_rows(rows=rows, at=timezone.now())
