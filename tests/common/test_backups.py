"""Which backups stay: enough of them, none for too long, and never without the one that was tried out."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from article16.common import backups
from article16.common.backups import LONGEST, Made, Rules, superfluous

NOW = datetime(2028, 3, 26, 12, 0, tzinfo=UTC)
USUAL = Rules(hours=24, days=14, weeks=5)


def run_for(days: float, every: timedelta, rules: Rules, *, tried: str = "") -> list[Made]:
    """What lies in the folder after so many days of one backup after another, each beginning with a clearing."""
    found: list[Made] = []
    at = NOW - timedelta(days=days)
    while at <= NOW:
        going = set(superfluous(found, rules, tried=tried, at=at))
        found = [one for one in found if one not in going]
        found.insert(0, Made(Path(f"{at:%Y%m%dT%H%M}"), at))
        at += every
    return found


@pytest.mark.parametrize("rules", [USUAL, Rules(hours=0, days=1, weeks=0), Rules(hours=48, days=35, weeks=0)])
def test_copies_of_each_minute_do_not_fill_the_disk(rules):
    found = run_for(1.25, timedelta(minutes=1), rules)
    assert len(found) <= rules.copies(continuous=True) + 2
    ages = sorted(NOW - one.made_at for one in found)
    # The last hour is whole, and as far back as was chosen no hour and no day is missing.
    assert ages[:60] == [timedelta(minutes=number) for number in range(60)]
    hours = {one.made_at.hour for one in found if NOW - one.made_at <= timedelta(hours=min(rules.hours, 24))}
    assert len(hours) >= min(rules.hours, 24)


def test_of_daily_copies_the_last_days_stay_and_then_one_a_week():
    found = run_for(100, timedelta(days=1), USUAL)
    ages = [(NOW - one.made_at).days for one in found]
    assert ages[:15] == list(range(15))
    assert len(ages) <= USUAL.copies(continuous=False) + 1
    gaps = [later - earlier for earlier, later in pairwise(ages)]
    assert max(gaps) <= 7
    assert max(ages) <= LONGEST.days


def test_the_last_that_was_tried_out_stays_until_what_was_erased_must_end():
    tried = f"{NOW - timedelta(days=30):%Y%m%dT%H%M}"
    rules = Rules(hours=0, days=1, weeks=0)
    assert tried in {one.path.name for one in run_for(31, timedelta(hours=6), rules, tried=tried)}
    old = f"{NOW - timedelta(days=36):%Y%m%dT%H%M}"
    assert old not in {one.path.name for one in run_for(37, timedelta(hours=6), rules, tried=old)}


def test_the_latest_stays_however_old_it_is_and_whatever_the_clock_says():
    alone = [Made(Path("alone"), NOW - timedelta(days=400))]
    assert superfluous(alone, USUAL, tried="", at=NOW) == []
    # A clock that was ahead left copies of days to come: one of each hour stays until their time has passed.
    ahead = [Made(Path(f"ahead-{number}"), NOW + timedelta(days=3, minutes=-number)) for number in range(180)]
    assert 1 <= len(ahead) - len(superfluous(ahead, USUAL, tried="", at=NOW)) <= 4


@pytest.fixture
def folder(tmp_path, settings):
    settings.SERVICE, settings.BACKUP_RULES, settings.BACKUP_CONTINUOUS = "support", USUAL, False
    return tmp_path


def put(folder: Path, name: str, size: int = 1000, *, age: timedelta = timedelta(0)) -> Path:
    path = folder / name
    path.write_bytes(b"x" * size)
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def named(at: datetime) -> str:
    return f"support-{at:%Y%m%dT%H%M%S%f}Z.a16backup"


def test_unfinished_files_of_killed_processes_go_and_never_count_as_a_backup(folder):
    left = put(folder, ".support-x.part", age=timedelta(days=1))
    working = put(folder, ".support-y.part")
    others = put(folder, ".casework-x.part", age=timedelta(days=1))
    assert backups.newest(folder) is None
    backups.forget(folder, at=NOW)
    assert (left.exists(), working.exists(), others.exists()) == (False, True, True)


def test_what_a_drill_tried_is_known_and_a_damaged_note_of_it_is_none(folder):
    assert backups.last_tried(folder) is None
    old = put(folder, named(NOW - timedelta(days=20)))
    last = put(folder, named(NOW - timedelta(days=1)))
    for number in range(3):
        put(folder, named(NOW - timedelta(days=20, hours=number + 1)))
    backups.note_tried(folder, old.name, at=NOW)
    backups.forget(folder, at=NOW)
    assert {old, last} <= set(folder.glob("*.a16backup"))
    assert backups.last_tried(folder) == Made(old, NOW)
    (folder / backups.TRIED).write_text("{")
    assert backups.last_tried(folder) is None


def test_that_the_disk_will_not_hold_what_will_stay_is_known_before(folder, settings, monkeypatch):
    free = 10_000
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free}))
    put(folder, named(NOW), size=1000)
    found = backups.room(folder)
    assert (found.last, found.wanted, found.short, found.will_be_short) == (1000, 18_000, False, True)
    free = 1999
    assert backups.room(folder / "not" / "yet").short is False
    assert backups.room(folder).short is True
