"""Pages of the team."""

from .cases import team_cases, team_hold
from .showing import team
from .writing import team_agreed, team_care, team_care_ask, team_rhythm, team_session_add

__all__ = [
    "team",
    "team_agreed",
    "team_care",
    "team_care_ask",
    "team_cases",
    "team_hold",
    "team_rhythm",
    "team_session_add",
]
