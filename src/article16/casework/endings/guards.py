"""The triggers of this room: what was decided stands; a wrong row is followed by a right one."""

from article16.common.db.guards import refusal

TABLES = ("endings_ending", "endings_told", "endings_suspension", "endings_resumption", "endings_reopening")
# Rows may be deleted, because a man's file is erased whole.
TRIGGERS = tuple(refusal(table, "update") for table in TABLES)
