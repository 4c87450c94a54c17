"""The triggers of this room: steps, corrections and merges stand; a wrong one is followed by a right one."""

from article16.common.db.guards import refusal

TABLES = ("clients_referralstep", "clients_correction", "clients_merge", "clients_unmerge")
# Rows may be deleted, because a man's file is erased whole.
TRIGGERS = tuple(refusal(table, "update") for table in TABLES)
