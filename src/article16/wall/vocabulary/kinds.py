"""The words of the wall: each a closed list, so that a new one needs a new version."""

from enum import StrEnum


class CourseEvent(StrEnum):
    """What happened on his way through the programme."""

    STARTED = "started"
    ATTENDANCE = "attendance"
    SUSPENDED = "suspended"
    ENDED = "ended"
    TRANSFERRED = "transferred"  # to another programme
    REOPENED = "reopened"
    MERGED = "merged"  # two files were one man
    CORRECTED = "corrected"  # an earlier fact was wrong
    DIED = "died"
    WITHDRAWN = "withdrawn"  # he withdrew his consent


class Attendance(StrEnum):
    """Whether he was there."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    SENT_AWAY = "sent-away"  # by the pair, before the end; since version 2
    EXCUSED = "excused"
    ABSENT = "absent"
    CANCELLED = "cancelled"  # the session did not take place


class Ending(StrEnum):
    """How an episode ended."""

    COMPLETED = "completed"
    DROPPED_OUT = "dropped-out"
    EXCLUDED = "excluded"
    NOT_SUITABLE = "not-suitable"
    NEVER_STARTED = "never-started"
    PRISON = "prison"
    MOVED = "moved"
    OTHER = "other"


class AlertKind(StrEnum):
    """Why her service is warned."""

    DROPPED_OUT = "dropped-out"
    NO_SHOW = "no-show"  # referred, and never came
    MISSED_SESSIONS = "missed-sessions"
    REGISTER_MISSING = "register-missing"  # nobody wrote down who came
    CONCERN = "concern"  # of a facilitator
    SUSPENDED = "suspended"
    REMOVED = "removed"
    THREAT = "threat"
    MOVE = "move"  # he speaks of moving
    SEPARATION = "separation"  # he speaks of a separation
    NO_NEXT_SESSION = "no-next-session"
    ENDED_WITHOUT_REASON = "ended-without-reason"
    REFERRAL_UNANSWERED = "referral-unanswered"
    TEST = "test"  # of no man: sent every hour, so that silence can be trusted


class Severity(StrEnum):
    """How quickly a person must act."""

    ORDINARY = "ordinary"
    HIGH = "high"
    HIGHEST = "highest"


class Source(StrEnum):
    """Whose word it is. Never hers: she speaks to her own service only."""

    CLIENT = "client"
    STAFF = "staff"
    COURT = "court"
    POLICE = "police"
    PROBATION = "probation"
    CHILD_PROTECTION = "child-protection"
    OTHER_AGENCY = "other-agency"


class Relation(StrEnum):
    """Who a person is to him."""

    PARTNER = "partner"
    FORMER_PARTNER = "former-partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    OTHER_HARMED = "other-harmed"
    OTHER = "other"


class ContactKind(StrEnum):
    """What kind of contact is written down."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    SCHOOL = "school"
    WORKPLACE = "workplace"
    OTHER = "other"


class Occasion(StrEnum):
    """When the box for her service was filled."""

    REFERRAL = "referral"
    REVIEW = "review"


class RiskLevel(StrEnum):
    """The judgement of the person who assessed, never a computed score."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very-high"
    NOT_JUDGED = "not-judged"


class RiskSign(StrEnum):
    """What was found when risk was assessed."""

    ESCALATION = "escalation"
    STRANGULATION = "strangulation"
    THREAT_TO_KILL = "threat-to-kill"
    WEAPON = "weapon"
    STALKING = "stalking"
    SEXUAL_VIOLENCE = "sexual-violence"
    CONTROL = "control"
    SEPARATION = "separation"
    CHILD_CONTACT = "child-contact"
    ORDER_BROKEN = "order-broken"
    SUICIDE_THREAT = "suicide-threat"
    SUBSTANCES = "substances"


class StudyTable(StrEnum):
    """Which table of the study data a record belongs to."""

    CASES = "cases"
    RESPONSES = "responses"
    EVENTS = "events"
    EXPOSURE = "exposure"


class Wave(StrEnum):
    """When he was asked: from referral (T0) to follow-up (T4)."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"


class Missing(StrEnum):
    """Why there is no answer. None of these is the answer “no”."""

    NOT_ASKED = "not-asked"
    NOT_REACHED = "not-reached"
    DECLINED = "declined"
    NOT_APPLICABLE = "not-applicable"
