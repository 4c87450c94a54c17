"""How serious each kind of warning is and how soon somebody must act: data, with what holds where nothing was set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.wall.vocabulary import AlertKind, Severity

ACCESS: dict[str, Access] = {
    "warnings": staff("manager", "auditor", thing="client"),
    "warning-rules": staff("manager"),
    "warning-hours": staff("manager"),
}
TITLES = {
    "warnings": _("list of warnings"),
    "warning-rules": _("deadlines of warnings"),
    "warning-hours": _("hours of the women’s service"),
    "warn": _("a warning, as for every man"),
    "set_warning_rules": _("deadlines of warnings"),
    "set_warning_hours": _("hours of the women’s service"),
}


# Pages of one programme, for its manager: each takes `programme_id`.
PROGRAMME_LINKS = {
    "warning-rules": _("Deadlines of warnings"),
    "warning-hours": _("Hours of the women’s service"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for one kind of warning unless the programme has set something else."""

    severity: Severity
    within: timedelta  # from the warning until a person must have acted


# What happened longer ago than this when it is written is history, as an import brings it: nobody is called for it.
HORIZON = timedelta(days=60)
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


def judged(kind: AlertKind, given: Severity, rules: Mapping[AlertKind, Rule]) -> Severity:
    """A severity that a person judged stays; where it is the usual one, that of the programme counts."""
    own = rules.get(kind)
    return own.severity if own and given == RULES[kind].severity else given


def within(kind: AlertKind, severity: Severity, rules: Mapping[AlertKind, Rule] = RULES) -> timedelta:
    """How long a person may take: the kind's own time; of a graver one never longer than that severity allows."""
    rule = rules.get(kind) or RULES[kind]
    return rule.within if severity == rule.severity else WITHIN[severity]


@dataclass(frozen=True, slots=True)
class Days:
    """After how many days what is missing warns."""

    unanswered: int = 3  # a referral of which nothing is written yet
    not_seen: int = 1  # a first appointment that passed, and nobody wrote that he came
    no_next: int = 7  # a man in the programme for whom no session is planned


@dataclass(frozen=True, slots=True)
class Week:
    """When the women's service has a worker on duty, in local time. No stretch at all: always, or not said."""

    stretches: tuple[tuple[int, time, time], ...]  # weekday, opens, closes

    def on_duty(self, at: datetime, zone: tzinfo) -> bool:
        here = at.astimezone(zone)
        return not self.stretches or any(_within(here, *one) for one in self.stretches)

    def next_opening(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When somebody is on duty again; None: nobody has said any hours."""
        here = at.astimezone(zone)
        opening = [
            moment
            for ahead in range(8)
            for day, opens, _closes in self.stretches
            if (here.date() + timedelta(days=ahead)).weekday() == day
            and (moment := datetime.combine(here.date() + timedelta(days=ahead), opens, zone)) > here
        ]
        return min(opening, default=None)


def _within(here: datetime, weekday: int, opens: time, closes: time) -> bool:
    moment = here.time().replace(tzinfo=None)
    if opens < closes:
        return here.weekday() == weekday and opens <= moment < closes
    after = (here.weekday() - 1) % 7 == weekday and moment < closes
    return (here.weekday() == weekday and moment >= opens) or after
