"""The triggers of this room: that a case was erased stays written; a period is replaced by a new row."""

from article16.common.db.guards import append_only, refusal

TRIGGERS = (*append_only("access_erased"), refusal("access_period", "update"))
