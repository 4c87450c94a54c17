"""The triggers of this room: what was written stands, and what was settled stays so."""

from article16.casework.intake.guards import facts, kept

TRIGGERS = (
    *facts("records_reviewheld", "records_sessionoutcome", "records_note", "records_reviewinterval"),
    kept("records_review", "OLD.settled_at IS NOT NULL", "settled_is_kept"),
    kept("records_individualsession", "OLD.settled_at IS NOT NULL", "settled_is_kept"),
)
