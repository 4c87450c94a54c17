"""How the parts of each figure are called, and in which order they stand."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.casework.clients.kinds import Path, Sender
from article16.casework.endings.kinds import EndingKind
from article16.casework.groups.words import WORDS as MARKS
from article16.casework.questionnaires.words import wave_words
from article16.casework.warnings.policy import KINDS
from article16.common.returns.figures import Words

from .queries import ANSWERED, LATER, NO_ANSWER, NOT_YET, OPEN, WITHIN

SHORT = {
    "referrals": gettext_lazy("Referrals"),
    "starts": gettext_lazy("Starts"),
    "endings": gettext_lazy("Endings"),
}
STANDS = {
    ANSWERED: gettext_lazy("answered"),
    OPEN: gettext_lazy("still open"),
    NO_ANSWER: gettext_lazy("no answer"),
}
WAVES = ("T0", "T1", "T2", "T3", "T4", "F3", "F6", "F12", "F18")


def of(code: str, names: Mapping[str, str]) -> Words:
    """What a person reads for a part of this figure; `names` are those of agencies."""
    labels: dict[str, Mapping[str, object]] = {
        "referrals": dict(Sender.choices),
        "starts": dict(Sender.choices),
        "paths": dict(Path.choices),
        "endings": dict(EndingKind.choices),
        "attendance": {mark.value: one.words for mark, one in MARKS.items()},
        "warnings": {kind.value: label for kind, label in KINDS.items()},
        "agencies": names,
        "first-contact": _classes(),
    }
    if code == "answers":
        return _asked
    known = labels.get(code, {})
    return lambda part: str(known.get(part, "") or _("not recorded"))


def order(code: str) -> Iterable[str]:
    """Empty: the most frequent first."""
    if code == "first-contact":
        return list(_classes())
    if code == "answers":
        return [f"{wave}.{stands}" for wave in WAVES for stands in STANDS]
    return [mark.value for mark in MARKS] if code == "attendance" else []


def _classes() -> dict[str, str]:
    first = {str(days): _("within %(days)d days") % {"days": days} for days in WITHIN}
    return first | {LATER: _("later"), NOT_YET: _("not reached yet")}


def _asked(part: str) -> str:
    wave, _dot, stands = part.partition(".")
    return f"{wave}, {wave_words(wave)}: {STANDS[stands]}"
