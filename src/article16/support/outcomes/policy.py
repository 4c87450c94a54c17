"""Who may open the study. Evaluators hold its key and no other; a second person approves what leaves."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

THING = "study"
ROLES = ("evaluator",)
APPROVERS = ("lead", "approver")

ACCESS: dict[str, Access] = {
    "study": staff(*ROLES, thing=THING),
    "study-count": staff(*ROLES, thing=THING),
    "study-reports": staff(*ROLES, thing=THING),
    "study-report-make": staff(*ROLES, thing=THING),
    "study-report": staff(*ROLES, thing=THING),
    "study-report-stop": staff(*ROLES, thing=THING),
    "study-report-file": staff(*ROLES, thing=THING),
    "study-releases": staff(*APPROVERS, thing=THING),
    "study-release-approve": staff(*APPROVERS, thing=THING),
}
TITLES = {
    "study": _("who answered, by time and informant"),
    "study-count": _("bringing the board up to date"),
    "study-reports": _("reports on the study"),
    "study-report-make": _("making a report on the study"),
    "study-report": _("a report on the study"),
    "study-report-stop": _("stopping a report on the study"),
    "study-report-file": _("a file of a released report"),
    "study-releases": _("figures that are to leave"),
    "study-release-approve": _("approving that figures leave"),
    "begin_report": _("a report on the study begun"),
    "finish_report": _("a report on the study made"),
    "finish_release": _("a release of figures made"),
    "stop_report": _("a report on the study stopped or given up"),
    "approve_release": _("approved that figures leave"),
    "download_release": _("a file of released figures downloaded"),
}

INFORMANTS = {
    "client": _("The man"),
    "partner": _("Partner or former partner"),
    "new partner": _("New partner"),
    "worker": _("Worker"),
}
REASONS = {
    "not asked": _("not asked"),
    "not reached": _("not reached"),
    "declined": _("declined"),
    "does not apply": _("does not apply"),
    "unknown": _("not known why"),
}
WHY = {
    "asked": _("Stopped by a person. Nothing of it was kept."),
    "locked": _("Stopped because the browser it was started from was locked. Unlock, and make it again."),
    "lost": _("The service was started again while it was made. Nothing of it was kept. Make it again."),
    "overtaken": _("Another release left while this one was made. Make it again, so that the two fit together."),
    "memory": _("This machine has no folder that is held in memory, and nothing is written to a disk in clear."),
    "empty": _("Nobody is in the study yet: no referral has come, or no worker has unlocked since."),
    "broken": _("Something that was sealed does not open. Ask the administrator to run the doctor command."),
    "failed": _("It could not be made. The log says which kind of fault it was; nothing of it was kept."),
}
CHAPTERS = {
    "rows": _("opening the rows"),
    "flow": _("from referral to the end"),
    "profile": _("who the men are"),
    "attrition": _("who stops coming"),
    "dose": _("how much they came"),
    "response": _("who answered"),
    "change": _("what changed"),
    "agreement": _("how far reports agree"),
    "harm": _("harm and safety"),
    "lost": _("what the silent might have said"),
    "comparison": _("comparison"),
    "facilitation": _("facilitation"),
    "programmes": _("programmes"),
    "front": _("the first page"),
    "writing": _("writing"),
}
