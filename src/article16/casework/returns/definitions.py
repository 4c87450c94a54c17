"""Every figure of casework, with what it counts. His side only: nothing here could know of hers."""

from django.utils.translation import gettext_lazy as _

from article16.common.returns.figures import Figure

EPISODES, SESSIONS, PLACES = _("episodes"), _("sessions"), _("places")
REFERRALS = _("Referrals received on a day of the period. A man who comes back is counted again.")

FIGURES = {
    one.code: one
    for one in (
        Figure("referrals", _("Referrals, by who sent him"), REFERRALS, EPISODES, _("Sent by")),
        Figure("agencies", _("Referrals, by agency"), REFERRALS, EPISODES, _("Agency")),
        Figure("paths", _("Referrals, by path of entry"), REFERRALS, EPISODES, _("Path")),
        Figure(
            "first-contact",
            _("Time to the first contact"),
            _("Of the referrals received in the period: days until somebody first spoke with him, as known today."),
            EPISODES,
            _("Days"),
        ),
        Figure(
            "waiting",
            _("Waiting for a place"),
            _("Episodes whose last step by the last day of the period, or by today, was to wait for a place."),
            EPISODES,
        ),
        Figure(
            "starts",
            _("Starts, by who sent him"),
            _("Referrals taken up on a day of the period."),
            EPISODES,
            _("Sent by"),
        ),
        Figure(
            "running",
            _("In the programme"),
            _("Episodes taken up by the last day of the period, or by today, that had not ended then."),
            EPISODES,
        ),
        Figure(
            "sessions",
            _("Group sessions held"),
            _("Sessions on a day of the period whose register was taken; cancelled ones are not counted."),
            SESSIONS,
        ),
        Figure(
            "attendance",
            _("Attendance in groups"),
            _("What the registers of these sessions say now, once for each man and session."),
            PLACES,
            _("Mark"),
        ),
        Figure(
            "endings",
            _("Endings"),
            _("Episodes whose ending was decided on a day of the period. Corrected and reopened ones are not counted."),
            EPISODES,
            _("Ending"),
        ),
        Figure(
            "answers",
            _("Questionnaires of the men themselves"),
            _("Questionnaires whose time opened in the period. Neither answering nor completing proves an effect."),
            _("questionnaires"),
            _("Time"),
        ),
        Figure(
            "warnings",
            _("Warnings"),
            _("Warnings that arose in the period, as they do for every man alike."),
            _("warnings"),
            _("Kind"),
        ),
    )
}
NOW = ("waiting", "running")  # on the board, of today
YEAR = ("agencies", "first-contact", "endings", "answers")  # on the board, of twelve months
BY_MONTH = ("referrals", "starts", "endings")
