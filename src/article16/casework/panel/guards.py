"""A sheet and its notes are never changed and never taken away, by whatever means."""

from article16.common.db.guards import refusal

TRIGGERS = (refusal("panel_sheet", "update"), refusal("panel_note", "update"))
