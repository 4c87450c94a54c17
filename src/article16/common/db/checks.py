"""What would stop a service or lose a write, each as a sentence with the next step; no sentence, no problem."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from article16.common.db import triggers
from article16.common.db.sqlite.base import PRAGMAS

SPARE_BYTES = 500 * 2**20


def before_start(connection: Any, *, folder: Path) -> list[str]:
    """Everything that must hold before the first request; later questions are left out once a former one fails."""
    for questions in (
        (answers,),
        (later_version,),
        (pending_migrations,),
        (missing_triggers, sqlite_settings, writable),
    ):
        if found := [sentence for question in questions for sentence in question(connection)]:
            return found
    return free_disk(folder)


def answers(connection: Any) -> list[str]:
    """The database can be reached and opened."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        reason = type(error.__cause__ or error).__name__
        return [
            _("The database does not answer (%(reason)s). Check its address and that it runs.") % {"reason": reason}
        ]
    return []


def later_version(connection: Any) -> list[str]:
    """A database that a newer release has changed is not touched by an older one."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = sorted(set(loader.applied_migrations) - known - replaced)
    if not unknown:
        return []
    return [
        _(
            "The database is of a later version than this program (it has %(names)s). "
            "Start the version that changed it, or restore the backup made before the change."
        )
        % {"names": _listed(".".join(key) for key in unknown)}
    ]


def pending_migrations(connection: Any) -> list[str]:
    """The database is older than the code."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return []
    names = _listed(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)
    return [
        _("The database waits for %(names)s. Start with article16 serve or demo: that brings it up to date.")
        % {"names": names}
    ]


def missing_triggers(connection: Any) -> list[str]:
    """The rules that the database keeps by itself are there and unchanged."""
    names = triggers.missing(connection)
    if not names:
        return []
    return [
        _(
            "The database lacks rules that this program relies on (%(names)s). "
            "Find out who removed them, then start with article16 serve or demo: that makes them again."
        )
        % {"names": _listed(names)}
    ]


def sqlite_settings(connection: Any) -> list[str]:
    """SQLite syncs each commit, overwrites what is deleted and checks references."""
    if connection.vendor != "sqlite":
        return []
    expected = PRAGMAS | ({"journal_mode": "memory"} if connection.is_in_memory_db() else {})
    wrong = [name for name, value in expected.items() if _pragma(connection, name) != value]
    if not wrong:
        return []
    return [
        _("SQLite runs without %(names)s. Use the database engine article16.common.db.sqlite and restart.")
        % {"names": _listed(wrong)}
    ]


def writable(connection: Any) -> list[str]:
    """A write is accepted; it is taken back at once."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE article16_write_check (one integer)")
            transaction.set_rollback(True, using=connection.alias)
    except DatabaseError as error:
        reason = type(error.__cause__ or error).__name__
        return [
            _("The database cannot be written to (%(reason)s). Check the owner of its files and the space on its disk.")
            % {"reason": reason}
        ]
    return []


def free_disk(folder: Path, *, least: int = SPARE_BYTES) -> list[str]:
    """Room for some days of work on the disk of this folder; `least` in bytes."""
    free = shutil.disk_usage(folder).free
    if free >= least:
        return []
    return [
        _("Only %(free)d MB are free on the disk of %(folder)s. Make room for at least %(least)d MB.")
        % {"free": free // 2**20, "folder": folder, "least": least // 2**20}
    ]


def _pragma(connection: Any, name: str) -> str | int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _listed(names: Iterable[str], *, most: int = 5) -> str:
    named = list(names)
    return ", ".join(named[:most]) + (", …" if len(named) > most else "")
