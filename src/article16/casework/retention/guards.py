"""The triggers of this room: what was decided and what was erased stays written."""

from article16.common.db.guards import append_only, refusal

# A period is replaced by a new row; a hold is ended by filling its end, and goes with his file.
TRIGGERS = (*append_only("retention_erased"), *append_only("retention_remains"), refusal("retention_period", "update"))
