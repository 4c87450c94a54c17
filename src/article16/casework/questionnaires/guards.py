"""The triggers of this room: what was answered stays as it was answered; corrections are new rows."""

from article16.common.db.guards import append_only

TRIGGERS = [
    *append_only("questionnaires_answer"),
    *append_only("questionnaires_flag"),
    *append_only("questionnaires_notanswered"),
]
