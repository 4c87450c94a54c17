"""The words of his copy: what each line is, said to him."""

from django.utils.translation import gettext_lazy as _

# Columns whose own name, with spaces, would not be understood. All others go by it.
LINES = {
    "accountability": _("How you spoke of what you did, 0 to 4"),
    "agency": _("Office"),
    "agency_reference": _("Number at the office"),
    "answered_on": _("Answered on"),
    "begins": _("From"),
    "begins_on": _("From"),
    "birth_date": _("Born on"),
    "birth_date_before": _("Born on, as it stood before"),
    "check_asked": _("Question to an office"),
    "code": _("Number"),
    "concern": _("A concern was written down"),
    "concern_words": _("The concern in words"),
    "contacted_on": _("First reached on"),
    "contract": _("Agreement, version"),
    "correction": _("What was corrected"),
    "due": _("On"),
    "due_on": _("Planned by"),
    "elsewhere": _("Went on at"),
    "ends": _("Until"),
    "explained_at": _("Why it was not answered, written"),
    "finding": _("Was it met"),
    "happened_at": _("It happened on"),
    "how": _("How"),
    "in_spite_of": _("Why in spite of that"),
    "inside": _("From inside, 0 to 10"),
    "inside_state": _("From inside: asked"),
    "inside_words": _("From inside, in your words"),
    "keep_until": _("Kept until"),
    "kept_at": _("Text kept since"),
    "late_after": _("Late after"),
    "left_at": _("Left the group, written"),
    "left_why": _("Why you left the group"),
    "limits": _("Limits of confidentiality, version"),
    "look_again_on": _("Looked at again on"),
    "main_reason": _("Main reason"),
    "mark": _("At the session"),
    "media": _("Kind of file"),
    "name_before": _("Name, as it stood before"),
    "on": _("On"),
    "order": _("An order protects this person"),
    "order_until": _("The order ends on"),
    "order_words": _("What the order says"),
    "outside": _("From outside, 0 to 10"),
    "outside_state": _("From outside: asked"),
    "outside_words": _("From outside, in your words"),
    "own_reason": _("Your own reason"),
    "replaced_at": _("Replaced by a later entry"),
    "settled_at": _("Done, written"),
    "sha256": _("Check sum of the file"),
    "since": _("Since"),
    "size": _("Size in bytes"),
    "state": _("State"),
    "taken_back": _("Taken back"),
    "took_part": _("How you took part, 0 to 4"),
    "typed_name": _("Name as you typed it"),
    "until": _("Until"),
    "wave": _("At which time"),
    "whom": _("Who was told"),
    "why_corrected": _("Why it was corrected"),
    "words": _("In words"),
    "written_at": _("Written"),
}
# Codes by which the program finds rows again. They say nothing of him that does not stand beside them in words.
WITHOUT = frozenset({"fact", "fingerprint", "reference_key", "told", "moved", "episodes"})
QUESTIONNAIRE, QUESTION, ANSWER = _("Questionnaire"), _("Question"), _("Answer")
YES, NO = _("yes"), _("no")


def line(column: str) -> str:
    """What a column is called."""
    found = LINES.get(column)
    return str(found) if found else column.replace("_", " ").capitalize()
