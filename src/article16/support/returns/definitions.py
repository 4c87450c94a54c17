"""Every figure of the service, with what it counts, and whether somebody must be unlocked to count it."""

from django.utils.translation import gettext_lazy as _

from article16.common.returns.figures import Figure

CASES, WARNINGS, TIMES = _("cases"), _("warnings"), _("times")

CLEAR = (
    Figure(
        "quarters",
        _("Cases opened, by quarter"),
        _("Cases opened in each quarter that the period touches, whole quarters. The day itself is sealed."),
        CASES,
        _("Quarter"),
    ),
    Figure(
        "warnings",
        _("Warnings, by kind"),
        _("Warnings that came in the period, sent for every man alike, and items of the service's own."),
        WARNINGS,
        _("Kind"),
    ),
    Figure(
        "acted",
        _("Warnings acted on within their time"),
        _("Of the warnings that came in the period: whether a person had acted before the deadline, as known today."),
        WARNINGS,
        _("When"),
    ),
    Figure(
        "minutes",
        _("Time from a warning to what was done"),
        _("Of the warnings that came in the period: time from its coming until a person had acted, as known today."),
        WARNINGS,
        _("Time"),
    ),
    Figure(
        "rota",
        _("Hours in the rota"),
        _("Whole hours for which somebody stood in the rota in the period, up to now; two people count twice."),
        _("hours"),
        _("Line"),
    ),
)
SEALED = (
    Figure(
        "relations",
        _("Cases opened, by who she is to him"),
        _("Cases opened on a day of the period. Two women of one man are two cases."),
        CASES,
        _("Who she is to him"),
    ),
    Figure(
        "first-contact",
        _("First contact"),
        _("Of the cases opened in the period: whether she was reached within the days set for it, as known today."),
        CASES,
        _("When"),
    ),
    Figure(
        "attempts",
        _("Attempts to reach her"),
        _("Attempts on a day of the period, by what came of each. Several attempts in one case count each."),
        _("attempts"),
        _("Outcome"),
    ),
    Figure(
        "duties",
        _("What women were told"),
        _("What a woman was told on a day of the period, each thing the first time."),
        TIMES,
        _("What"),
    ),
    Figure(
        "consents",
        _("Consents"),
        _("Consents given, and consents taken back, on a day of the period."),
        _("consents"),
        _("What for"),
    ),
    Figure(
        "disclosures",
        _("Told to others under a consent"),
        _("Entries of the disclosure register on a day of the period."),
        TIMES,
    ),
    Figure(
        "sessions",
        _("Sessions with her alone"),
        _("Individual sessions held on a day of the period."),
        _("sessions"),
    ),
    Figure(
        "groups",
        _("Evenings in a group for women"),
        _("Each woman who was there on an evening in the period counts once for that evening."),
        _("evenings"),
    ),
    Figure(
        "plans",
        _("Safety plans"),
        _("Versions of safety plans written on a day of the period."),
        _("versions"),
    ),
    Figure(
        "referrals",
        _("Referrals on"),
        _("Referrals to others on a day of the period, by what came of each as known today."),
        _("referrals"),
        _("Outcome"),
    ),
    Figure(
        "answers",
        _("Her questionnaires"),
        _(
            "Questionnaires answered in the period, and reasons given in it why one was not filled in. "
            "What is still open stands on the page of answers by time."
        ),
        _("questionnaires"),
        _("Time"),
    ),
    Figure(
        "children",
        _("Children, by child protection"),
        _("Children with a record by the last day of the period, and where child protection stood then."),
        _("children"),
        _("Child protection"),
    ),
    Figure(
        "team",
        _("Sessions of the team"),
        _("Supervision, team sessions, talking over cases and training held on a day of the period."),
        _("sessions"),
        _("Kind"),
    ),
)
NOW = (
    Figure("open-warnings", _("Warnings that wait"), _("Warnings on which nobody has acted yet, now."), WARNINGS),
    Figure("cases", _("Cases"), _("All cases of the service, now."), CASES),
)
FIGURES = {one.code: one for one in (*CLEAR, *SEALED)}
LOCKED = tuple(one.code for one in CLEAR)
WITH_RECORDS = tuple(code for code in FIGURES if code not in ("quarters", "rota", "team"))
BY_MONTH = ("warnings", "relations", "sessions")  # on the board
YEAR = ("acted", "minutes", "first-contact", "attempts", "answers")
