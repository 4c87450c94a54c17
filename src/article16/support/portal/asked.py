"""Which questions a link asks, which answers it must know to go on, and what needs somebody at once."""

from collections.abc import Mapping

from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.parts import routing_keys
from article16.instruments.alerts import raised
from article16.instruments.definition import Alert, Instrument
from article16.instruments.expressions import names
from article16.instruments.paths import complete
from article16.support.questionnaires.held import HERS, time_of
from article16.support.questionnaires.queries import instruments

__all__ = ["HERS", "askable", "current", "needed", "time_of", "warnings"]


def current(instrument: str) -> Instrument | None:
    """The version that is asked now, or None when it is not asked of her."""
    found = instruments.current(instrument)
    return found if found and HERS in found.informants else None


def askable() -> tuple[Instrument, ...]:
    """Everything that may be asked of her."""
    return tuple(one for one in instruments.askable() if HERS in one.informants)


_NEEDED: dict[str, frozenset[str]] = {}  # by fingerprint: one never changes


def needed(instrument: Instrument) -> frozenset[str]:
    """The questions whose answers stay within reach of her link: they decide what comes, or warn with one elsewhere."""
    if instrument.fingerprint not in _NEEDED:
        _NEEDED[instrument.fingerprint] = _needed(instrument)
    return _NEEDED[instrument.fingerprint]


def _needed(instrument: Instrument) -> frozenset[str]:
    section = {key: one.key for one in instrument.sections for key in one.items}
    every = (names(one.when) for one in _of_answers(instrument))
    spread = (keys for keys in every if len({section.get(key) for key in keys}) > 1)
    return routing_keys(instrument).union(*spread)


def _of_answers(instrument: Instrument) -> list[Alert]:
    """Warnings that hang on answers. Those on a score are seen when the whole is scored."""
    return [one for one in instrument.alerts if all(key in instrument.by_key for key in names(one.when))]


def warnings(instrument: Instrument, texts: Mapping[str, str], *, wave: str) -> frozenset[str]:
    """Which answers among these need somebody at once, by the instrument's own rules. Certain ones only."""
    done = complete(instrument, decoded(instrument, texts), informant=HERS, time=time_of(instrument, wave))
    found = (raised(one, done, {}) for one in _of_answers(instrument))
    return frozenset(one.key for one in found if one and one.certain)
