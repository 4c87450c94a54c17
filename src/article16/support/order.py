"""In which order rows of sealed content lie on the disk: that of their random keys, made anew again and again.

On SQLite these tables have no row numbers (`common.db.key_order`), but long values lie on pages beside, as they came.
On PostgreSQL rows lie as they were written. So the tick lays them anew: within the hour where a table, or the file of
SQLite, is small, in the night where it is large.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from article16.common.db import laying
from article16.common.doctor import Finding
from article16.common.service import Refused

EVERY = 3600.0  # seconds
NIGHT = range(2, 5)  # hours, local time
AGAIN = timedelta(days=8)  # by then somebody lays a file by hand that is too large for the tick

# What is sealed of women, and that a message of a man was looked at. A test names every table that is not here.
TABLES = (
    "keys_casekey",
    *(f"survivors_{one}" for one in ("case", "entry", "basket", "sorted", "decided", "knownman")),
    *(f"her_questionnaires_{one}" for one in ("sitting", "gathered", "filed")),
    *("portal_link", "portal_page", "her_groups_group", "documents_sealeddocument"),
    *("access_copy", "access_keeping", "access_erased", "outcomes_studyrow"),
    *("team_paper", "releases_release", "panel_meeting"),
)


def lay(*, at: datetime) -> list[str]:
    """The tables that were laid anew; large ones in the night only, because nobody can use them meanwhile."""
    night = timezone.localtime(at).hour in NIGHT
    return laying.lay(connection, TABLES, at_most=None if night else laying.SMALL)


def lay_by_hand(argv: Sequence[str]) -> int:
    """A file of SQLite of any size, laid anew while nobody works: whoever writes meanwhile may have to try again."""
    laid = laying.lay(connection, TABLES, at_most=sys.maxsize)
    if connection.vendor == "sqlite" and not laid:
        raise Refused(
            "The file was not laid anew: somebody is writing, or less than three times its size is free on the disk. "
            "Stop the service or make room, and run this again."
        )
    _mark().touch(mode=0o600)
    return 0


def finding(at: datetime) -> Finding:
    """For the doctor: whether a stolen copy says what was written before what."""
    size = laying.file_size(connection)
    if size <= laying.LARGE_FILE:
        return Finding(True, "What is sealed of women is laid anew, so that its order on the disk says nothing.")
    large = f"The file of the database has {size // 2**20} MB, too many to be laid anew while people work"
    laid = datetime.fromtimestamp(_mark().stat().st_mtime, UTC) if _mark().exists() else None
    if laid and at - laid < AGAIN:
        return Finding(True, f"{large}; somebody did it on {laid:%d %B %Y}.")
    return Finding(
        False,
        f"{large}: a stolen copy tells in which order entries were written. When nobody works, run "
        "“python -m article16.support lay”, each week, or move to PostgreSQL (see docs/how-to/several-machines.md).",
    )


def _mark() -> Path:
    """When the file was laid by hand."""
    mark: Path = settings.DATA_FOLDER / "laid-by-hand"
    return mark
