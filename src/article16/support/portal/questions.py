"""The questions of a link, in the version with which she began."""

from article16.instruments.definition import Instrument
from article16.support.questionnaires.queries import instruments

from .state import State


def instrument_of(state: State) -> Instrument | None:
    """None: the link is for a message alone, or this server does not have these questions any more."""
    return instruments.by_fingerprint(state.fingerprint) if state.fingerprint else None
