"""The triggers of this room: what was answered stays as it was answered; corrections are new rows."""

from article16.casework.clients.erasable import append_only_but_erased
from article16.common.db.guards import append_only

TRIGGERS = [
    *append_only_but_erased("questionnaires_answer"),
    *append_only_but_erased("questionnaires_flag"),
    *append_only_but_erased("questionnaires_notanswered"),
    *append_only_but_erased("questionnaires_rating"),
    *append_only("questionnaires_windowdays"),
    *append_only("questionnaires_context"),
]
