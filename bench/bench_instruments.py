"""How fast instruments are: scoring a million responses of 60 items, and loading the whole library.

Each function returns its figures; `python -m bench.bench_instruments` prints them beside their limits.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

LIMIT_SCORING = 10.0  # seconds for 1,000,000 responses of 60 items
LIMIT_LIBRARY = 0.300  # seconds for every pack, the program already imported
LIMIT_SPSS = 30.0  # seconds for 100,000 people's answers
LIMIT_SPSS_MB = 500.0
SPSS = """
import resource, time
from article16 import instruments
from article16.instruments.cases import answers_of
from article16.instruments.exchange.filled import filled
from article16.instruments.exchange.spss import to_sav
five = instruments.load("five_points")
cases = [(one, dict(answers_of(five, one))) for one in five.cases if one.informant == "client"]
def rows():
    for n in range({people}):
        case, answers = cases[n % len(cases)]
        yield filled(five, answers, informant="client", time=case.time or None, person=str(n))
begun = time.process_time()
to_sav(five, rows(), informant="client", language="en")
print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ITEMS = 60
PANDAS = 10  # a part of so many is framed, and its time taken so many times: a million frames are half a GB
DEFINITION = """id: sixty
version: 1.0.0
status: draft
source: {{text: made up, licence: none}}
informants: [client]
modes: [self]
languages: {{en: {{direction: ltr}}}}
scales: {{much: [0, 1, 2, 3, 4]}}
sections: [{{key: one, items: [{{grid: rows, scale: much, rows: [{rows}]}}]}}]
scores:
- {{key: total, how: prorated, of: [{rows}], at_least: 48, reverse: [q3, q9], digits: 1, better: {{client: lower}}}}
cases: [{{name: all ones, fill: 1, scores: {{total: 64}}}}]
"""  # 58 ones and two reversed ones, which count 3


def sixty_items(folder: Path):
    """A made-up instrument of 60 items and one prorated score."""
    from article16.instruments import load_pack
    from article16.instruments.catalogue import write_catalogue

    rows = [f"q{n}" for n in range(1, ITEMS + 1)]
    (folder / "instrument.yaml").write_text(DEFINITION.format(rows=", ".join(rows)))
    keys = ["title", "section.one", "grid.rows", "score.total", *rows, *(f"choice.much.{n}" for n in range(5))]
    (folder / "en.po").write_text(write_catalogue((key, key, "") for key in keys))
    return load_pack(folder)


def scoring(responses: int = 1_000_000, loop: int = 2_000) -> dict[str, float]:
    """Seconds for all responses by columns, and for as many in a plain loop of `score` (from a sample of `loop`)."""
    from article16.instruments import score, score_columns

    with tempfile.TemporaryDirectory() as folder:
        sixty = sixty_items(Path(folder))
    chance = np.random.default_rng(16)
    columns = {item.key: chance.integers(-1, 5, responses, dtype=np.int8) for item in sixty.items}
    by_columns, many = timed(lambda: score_columns(sixty, columns, "total", informant="client"))
    rows = [{key: int(column[n]) for key, column in columns.items() if column[n] >= 0} for n in range(loop)]
    one_by_one, single = timed(lambda: [score(sixty, row, informant="client").scores["total"].value for row in rows])
    expected = np.array([np.nan if value is None else value for value in single])
    assert np.allclose(many.value[:loop], expected, equal_nan=True)
    by_hand = timed(lambda: [plain(row) for row in rows])[0]
    each = responses / loop
    part = responses // PANDAS
    framed, totals = timed(lambda: with_pandas({key: column[:part] for key, column in columns.items()}))
    assert np.allclose(totals[:loop], expected[:part], atol=0.11, equal_nan=True)  # halves are rounded otherwise
    times = {"loop of score": one_by_one * each, "plain loop": by_hand * each, "pandas": framed * PANDAS}
    return {"columns": by_columns, **times}


def plain(row: dict[str, int]) -> float | None:
    """The same total as one would write it by hand in a loop, without range or steps."""
    if len(row) < 48:
        return None
    return round(sum(4 - code if key in {"q3", "q9"} else code for key, code in row.items()) / len(row) * ITEMS, 1)


def with_pandas(columns: dict[str, np.ndarray]) -> np.ndarray:
    """The same total as one would write it in pandas, without range or steps."""
    import pandas as pd

    frame = pd.DataFrame(columns, dtype=float).where(lambda given: given >= 0)
    for key in ("q3", "q9"):
        frame[key] = 4 - frame[key]
    prorated = frame.mean(axis=1) * ITEMS
    return prorated.where(frame.count(axis=1) >= 48).round(1).to_numpy()


def library(rounds: int = 5) -> dict[str, float]:
    """Median seconds to load every pack of the library anew, and of a new process that does so."""
    from article16.instruments.library import _loaded, load_all

    def anew():
        _loaded.cache_clear()
        return load_all()

    times = sorted(timed(anew)[0] for _ in range(rounds))
    command = [sys.executable, "-c", "from article16 import instruments; instruments.load_all()"]
    cold = sorted(timed(lambda: subprocess.run(command, check=True))[0] for _ in range(rounds))
    return {"loaded": times[rounds // 2], "new process": cold[rounds // 2], "packs": float(len(load_all()))}


def to_spss(people: int = 100_000) -> dict[str, float]:
    """Seconds of processor time and MB at most, of a process that checks so many people's answers and writes them."""
    done = subprocess.run(
        [sys.executable, "-c", SPSS.format(people=people)], check=True, capture_output=True, text=True
    )
    seconds, peak = map(float, done.stdout.split())
    return {"seconds": seconds, "MB": peak}


def timed(act: Callable[[], object]):
    """Seconds of wall clock, and what came out."""
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def main() -> int:
    made = scoring()
    ratios = {name: made[name] / made["columns"] for name in ("loop of score", "plain loop", "pandas")}
    print(f"score 1,000,000 responses of 60 items: {made['columns']:.2f} s (limit {LIMIT_SCORING:.0f} s)")
    for name, ratio in ratios.items():
        print(f"  {name}: {made[name]:.1f} s, {ratio:.0f} times as long")
    read = library()
    limit = f"limit {LIMIT_LIBRARY * 1000:.0f} ms"
    print(f"load the library, {read['packs']:.0f} packs: {read['loaded'] * 1000:.0f} ms ({limit})")
    print(f"  in a new process, Python and pydantic included: {read['new process'] * 1000:.0f} ms")
    sent = to_spss()
    print(f"100,000 people's answers to SPSS: {sent['seconds']:.1f} s (limit {LIMIT_SPSS:.0f} s)")
    print(f"  at most {sent['MB']:.0f} MB (limit {LIMIT_SPSS_MB:.0f} MB)")
    kept = made["columns"] <= LIMIT_SCORING and read["loaded"] <= LIMIT_LIBRARY
    return 0 if kept and sent["seconds"] <= LIMIT_SPSS and sent["MB"] <= LIMIT_SPSS_MB else 1


if __name__ == "__main__":
    sys.exit(main())
