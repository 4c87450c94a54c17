"""Django's PostgreSQL backend, which also keeps statements planned that are put into words once (`db.prepared`)."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

MOST_KEPT = 300  # statements of one connection, in the server's memory


class PlannedCursor(ServerBindingCursor):
    """What it is asked is prepared at once, and the next time sent by its name with the values alone."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        # For this statement only: of any other the driver would keep the words in memory, with the values in them.
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **options)
        finally:
            self.connection.prepare_threshold = None


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Sequence[Any]) -> str | None:
        """For whoever counts queries: a planned statement is shown with its values, as any other."""
        if isinstance(cursor, PlannedCursor):
            return str(self.compose_sql(sql, params))
        shown: str | None = super().last_executed_query(cursor, sql, params)
        return shown


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with two kinds of cursors: Django's, which writes values into the words, and one that does not."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_KEPT
        return connection

    def planned_cursor(self) -> CursorWrapper:
        """A cursor as `cursor()`; words that it has seen are sent by name, and neither read nor planned again."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PlannedCursor(self.connection))
