"""Django's SQLite backend with the settings that our promises rest on; no settings file can weaken them."""

import sqlite3
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.sqlite3 import base

from article16.common.db.sqlite.locks import WriteLock, lock_for, patiently

WAIT_SECONDS = 10.0

# What each connection must answer; `checks.sqlite_settings` asks the database itself.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL does not sync on commit
    "secure_delete": 1,
    "foreign_keys": 1,
    # Pages (32 MB) after which a save brings the log over itself. Until then the tick does: see `write_ahead`.
    "wal_autocheckpoint": 8000,
}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin as writers, one at a time in this process."""

    _held: WriteLock | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if self.transaction_mode not in (None, "IMMEDIATE"):
            raise ImproperlyConfigured(
                f"transaction_mode {self.transaction_mode} would let concurrent writes fail. "
                "Take it out of DATABASES['OPTIONS']: this backend always begins IMMEDIATE."
            )
        self.transaction_mode = "IMMEDIATE"
        self.wait_seconds = float(params.setdefault("timeout", WAIT_SECONDS))
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = super().get_new_connection(conn_params)
        for name, value in PRAGMAS.items():
            # Two first connections at once refuse each other the change to WAL, without waiting.
            patiently(
                lambda name=name, value=value: connection.execute(f"PRAGMA {name} = {value}"),
                seconds=self.wait_seconds,
                again=sqlite3.OperationalError,
                is_busy=_is_busy,
            )
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._hold()
        try:
            patiently(self._begin, seconds=self.wait_seconds, again=OperationalError, is_busy=_is_busy)
        except BaseException:
            self._let_go()
            raise

    def _begin(self) -> None:
        # The wait for other processes is ours: see `patiently`.
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            super()._start_transaction_under_autocommit()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(self.wait_seconds * 1000)}")

    def _hold(self) -> None:
        if self._held:
            return
        lock = lock_for(str(self.settings_dict["NAME"]))
        if not lock.acquire(seconds=self.wait_seconds):
            raise OperationalError(
                f"database is locked: another write of this process did not end within {self.wait_seconds:g} seconds"
            )
        self._held = lock

    def _let_go(self) -> None:
        """After a refused commit the transaction is still open, and so the lock stays."""
        if self._held and not self._in_transaction():
            held, self._held = self._held, None
            held.release()

    def _in_transaction(self) -> bool:
        try:
            return self.connection is not None and self.connection.in_transaction
        except sqlite3.ProgrammingError:  # closed
            return False

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._let_go()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._let_go()


def _is_busy(refusal: Exception) -> bool:
    return "locked" in str(refusal)
