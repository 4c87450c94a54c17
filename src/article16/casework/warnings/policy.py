"""How serious each kind of warning is and how soon somebody must act: data, with what holds where nothing was set."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from article16.wall.vocabulary import AlertKind, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for one kind of warning unless the programme has set something else."""

    severity: Severity
    within: timedelta  # from the warning until a person must have acted


WITHIN = {
    Severity.HIGHEST: timedelta(minutes=30),
    Severity.HIGH: timedelta(hours=8),
    Severity.ORDINARY: timedelta(hours=24),
}
RULES: dict[AlertKind, Rule] = {
    AlertKind.THREAT: Rule(Severity.HIGHEST, timedelta(minutes=30)),
    AlertKind.CONCERN: Rule(Severity.HIGH, timedelta(hours=4)),
    AlertKind.REMOVED: Rule(Severity.HIGH, timedelta(hours=4)),
    AlertKind.SEPARATION: Rule(Severity.HIGH, timedelta(hours=8)),
    AlertKind.MOVE: Rule(Severity.HIGH, timedelta(hours=8)),
    AlertKind.MISSED_SESSIONS: Rule(Severity.HIGH, timedelta(hours=8)),
    AlertKind.DROPPED_OUT: Rule(Severity.HIGH, timedelta(hours=16)),
    AlertKind.SUSPENDED: Rule(Severity.HIGH, timedelta(hours=16)),
    AlertKind.NO_SHOW: Rule(Severity.ORDINARY, timedelta(hours=24)),
    AlertKind.REGISTER_MISSING: Rule(Severity.ORDINARY, timedelta(hours=24)),
    AlertKind.NO_NEXT_SESSION: Rule(Severity.ORDINARY, timedelta(hours=48)),
    AlertKind.ENDED_WITHOUT_REASON: Rule(Severity.ORDINARY, timedelta(hours=48)),
    AlertKind.REFERRAL_UNANSWERED: Rule(Severity.ORDINARY, timedelta(hours=48)),
}

KINDS = {
    AlertKind.THREAT: _("Threat spoken of"),
    AlertKind.CONCERN: _("Concern of a facilitator"),
    AlertKind.REMOVED: _("Removed from the programme"),
    AlertKind.SEPARATION: _("Speaks of a separation"),
    AlertKind.MOVE: _("Speaks of moving"),
    AlertKind.MISSED_SESSIONS: _("Missed sessions: past the policy step"),
    AlertKind.DROPPED_OUT: _("Ended: dropped out"),
    AlertKind.SUSPENDED: _("Suspended"),
    AlertKind.NO_SHOW: _("Referred, and never came"),
    AlertKind.REGISTER_MISSING: _("Register not taken within 24 h"),
    AlertKind.NO_NEXT_SESSION: _("No next session planned"),
    AlertKind.ENDED_WITHOUT_REASON: _("Ended without a reason"),
    AlertKind.REFERRAL_UNANSWERED: _("Referral not answered"),
}
SEVERITIES = {
    Severity.HIGHEST: _("highest"),
    Severity.HIGH: _("high"),
    Severity.ORDINARY: _("ordinary"),
}
# Tasks of the named person where there is no women's service: kind to title.
TASK = "warning"
TASKS = {f"{TASK}-{kind.value}": words for kind, words in KINDS.items()}


def within(kind: AlertKind, severity: Severity) -> timedelta:
    """How long a person may take: the kind's own time, and never longer than this severity allows."""
    rule = RULES[kind]
    return rule.within if severity == rule.severity else WITHIN[severity]
