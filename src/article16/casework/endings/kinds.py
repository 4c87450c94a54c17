"""How an episode can end, who is told of it, and how."""

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.kinds import TextChoices


class EndingKind(TextChoices):
    """Leaving of his own accord and being excluded are two different endings, and counted apart."""

    COMPLETED = "completed", _("Completed")
    DROPPED_OUT = "dropped-out", _("Dropped out")
    EXCLUDED = "excluded", _("Excluded by the programme")
    NEVER_STARTED = "never-started", _("Never began")
    NOT_SUITABLE = "not-suitable", _("Not suitable")
    WITHDRAWN = "withdrawn", _("Withdrawn by whoever sent him")
    TRANSFERRED = "transferred", _("Transferred to another programme")
    CUSTODY = "custody", _("Re-arrested or in custody")
    MOVED = "moved", _("Moved away")
    DIED = "died", _("Died")
    OTHER = "other", _("Another reason")


ABOUT = {
    EndingKind.COMPLETED: _("He attended what the programme asks for."),
    EndingKind.DROPPED_OUT: _("He stopped coming, or says that he will not go on."),
    EndingKind.EXCLUDED: _("The programme decided that he may not go on (de-selection)."),
    EndingKind.NEVER_STARTED: _("He was referred and did not take it up."),
    EndingKind.NOT_SUITABLE: _("The programme is not the right place for him; he may be referred on."),
    EndingKind.WITHDRAWN: _("The court, the service or the person who sent him takes the referral back."),
    EndingKind.TRANSFERRED: _("He goes on elsewhere. In a programme of this service the next episode opens there."),
    EndingKind.CUSTODY: _("He cannot come because he was arrested or is in prison."),
    EndingKind.MOVED: _("He lives too far away now."),
    EndingKind.DIED: _("The reasons say when, and who said so."),
    EndingKind.OTHER: _("None of these. The reasons say which."),
}
_AFTER_THE_START = {EndingKind.COMPLETED, EndingKind.DROPPED_OUT, EndingKind.EXCLUDED}


def possible(*, started: bool) -> tuple[EndingKind, ...]:
    """The endings that there can be, once he has started or before."""
    out = {EndingKind.NEVER_STARTED} if started else _AFTER_THE_START
    return tuple(kind for kind in EndingKind if kind not in out)


class MainReason(TextChoices):
    """What it came down to, as the figures count it. Never what somebody thinks of him: his words and acts."""

    WORK = "work", _("Work or shifts")
    DISTANCE = "distance", _("Travel, or he moved")
    HEALTH = "health", _("Illness or addiction")
    MOTIVATION = "motivation", _("He saw no use in it")
    SEPARATION = "separation", _("The relationship ended, he says")
    ABSENCE = "absence", _("Absent more often than the rules allow")
    BEHAVIOUR = "behaviour", _("Behaviour in the group, threats, violence")
    OFFENCE = "offence", _("A new offence")
    OTHER = "other", _("Another reason")


# Endings that say themselves why, or of which nobody asks it.
SAYS_WHY = frozenset({EndingKind.COMPLETED, EndingKind.MOVED, EndingKind.DIED})


class Whom(TextChoices):
    HIMSELF = "himself", _("He himself")
    REFERRER = "referrer", _("Whoever sent him")
    COURT = "court", _("Court")
    PROBATION = "probation", _("Probation")
    PRISON = "prison", _("Prison")
    POLICE = "police", _("Police")
    CHILD_PROTECTION = "child-protection", _("Child protection")
    HEALTH = "health", _("Health service")
    OTHER = "other", _("Somebody else")


class How(TextChoices):
    SPOKEN = "spoken", _("In person")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    MAIL = "mail", _("By e-mail")
    MEETING = "meeting", _("In a meeting")
