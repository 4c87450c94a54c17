"""The triggers of this room: what was raised stays raised."""

from article16.common.db.guards import append_only

TRIGGERS = append_only("warnings_raised")
