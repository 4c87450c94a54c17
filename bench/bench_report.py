"""The whole report: of 300 men from a cold start, of 100,000 men, one figure, and twenty pages of print."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure, at_most, figure, timed
from bench.home import ROOT
from bench.suites import Extent

COLD, WARM, MANY, PICTURE, PRINT = 10.0, 5.0, 60.0, 100.0, 1.0  # s, s, s, ms, s


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Seconds of the command and of its parts."""
    with TemporaryDirectory(prefix="article16-bench-") as name:
        folder = Path(name)
        small = _study(folder / "small", 300)
        cold = timed(lambda: _command("evaluate", str(small), "--to", str(_fresh(folder)), "--quiet"), 3)
        yield figure(
            "report on 300 men, cold start to files", "", [one / 1000 for one in cold], "s", limits=(at_most(COLD),)
        )
        yield from _inside(small)
        men = extent.times(100_000, least=1_000)
        large = _study(folder / "large", men)
        begun = perf_counter()
        _command("evaluate", str(large), "--to", str(_fresh(folder)), "--quiet")
        yield figure(f"report on {men:,} men", "", [perf_counter() - begun], "s", limits=(at_most(MANY),))


def _inside(small: Path) -> Iterator[Figure]:
    from article16.evaluation.report.making import make_report
    from article16.evaluation.report.saving import as_pdf
    from article16.evaluation.survival.curves import kaplan_meier

    report = make_report(small)
    warm = timed(lambda: make_report(small), 5)
    yield figure("report on 300 men, after imports", "", [one / 1000 for one in warm], "s", limits=(at_most(WARM),))
    at = datetime.now(UTC)
    printed = timed(lambda: as_pdf(report, at=at), 10)
    yield figure("report of 300 men as PDF", "", [one / 1000 for one in printed], "s", limits=(at_most(PRINT),))
    from article16.evaluation.report.drawing import as_svg, canvas
    from article16.evaluation.report.words import Words

    english = Words("en")
    curve = kaplan_meier(list(range(1, 301)), [1, 0] * 150)

    def draw() -> None:
        with canvas(6.4, 3.4, words=english) as (made, (axes,)):
            axes.step(curve.times, curve.survival, where="post")
            as_svg(made)

    draw()
    yield figure("one figure, after imports", "", timed(draw, 20), "ms", limits=(at_most(PICTURE),))


def _study(to: Path, men: int) -> Path:
    _command("simulate", "--men", str(men), "--seed", "1", "--to", str(to), "--quiet")
    return to


def _fresh(folder: Path) -> Path:
    return folder / f"report-{len(list(folder.iterdir()))}"


def _command(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "article16.cli", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
