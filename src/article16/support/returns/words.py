"""How the parts of each figure are called, and in which order they stand."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.common.returns.figures import Words
from article16.support.alerts.policy import KINDS, LINES
from article16.support.questionnaires import words as questionnaires
from article16.support.survivors import policy
from article16.support.team.policy import SESSIONS

from .counting import ANSWERED, IN_TIME, LATER, NO_CONTACT, NOT_YET, TAKEN_BACK

SHORT = {
    "warnings": gettext_lazy("Warnings"),
    "relations": gettext_lazy("Cases opened"),
    "sessions": gettext_lazy("Sessions with her alone"),
}
WHEN = {
    IN_TIME: gettext_lazy("within the time set for it"),
    LATER: gettext_lazy("later"),
    NOT_YET: gettext_lazy("not yet"),
    NO_CONTACT: gettext_lazy("she does not wish contact"),
}
MINUTES = {
    "30": gettext_lazy("within half an hour"),
    "240": gettext_lazy("within 4 hours"),
    "1440": gettext_lazy("within a day"),
    LATER: gettext_lazy("later"),
    NOT_YET: gettext_lazy("not yet"),
}
CONSENTS = {
    "questions": gettext_lazy("To be asked questions"),
    "evaluation": gettext_lazy("Her answers in the evaluation, without her name"),
    "": gettext_lazy("To tell others something"),
    TAKEN_BACK: gettext_lazy("Taken back"),
}
WAVES = ("T0", "T1", "T2", "T3", "T4")


def _labels() -> dict[str, Mapping[str, object]]:
    return {
        "warnings": {str(getattr(kind, "value", kind)): label for kind, label in KINDS.items()},
        "acted": WHEN,
        "minutes": MINUTES,
        "rota": {line.value: label for line, label in LINES.items()},
        "relations": policy.RELATIONS,
        "first-contact": WHEN,
        "attempts": policy.OUTCOMES,
        "duties": policy.DUTIES,
        "consents": CONSENTS,
        "referrals": {"": gettext_lazy("not known yet")} | policy.REFERRAL_OUTCOMES,
        "children": policy.CHILD_STATUSES,
        "team": SESSIONS,
    }


def of(code: str) -> Words:
    """What a person reads for a part of this figure."""
    if code == "quarters":
        return _quarter
    if code == "answers":
        return _asked
    known = _labels().get(code, {})
    return lambda part: str(known.get(part, "") or part or _("not recorded"))


def order(code: str) -> Iterable[str]:
    """Empty: the most frequent first."""
    orders: dict[str, Iterable[str]] = {
        "acted": WHEN,
        "minutes": MINUTES,
        "first-contact": WHEN,
        "rota": [line.value for line in LINES],
        "duties": policy.DUTIES,
        "consents": CONSENTS,
        "children": policy.CHILD_STATUSES,
    }
    if code == "answers":
        reasons = (ANSWERED, *questionnaires.REASONS)
        return [f"{wave}.{stands}" for wave in WAVES for stands in reasons]
    return orders.get(code, ())


def _quarter(part: str) -> str:
    year, _dash, number = part.partition("-")
    return f"{number} {year}"


def _asked(part: str) -> str:
    wave, _dot, stands = part.partition(".")
    said = _("answered") if stands == ANSWERED else questionnaires.reason_words(stands)
    return f"{wave}, {questionnaires.wave_words(wave)}: {said}"
