"""What is true in the made-up world: every parameter with its unit, its default and where that comes from."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from typing import Any

ASSUMED = "assumption"
CUNHA = "Cunha et al. 2024, review of 31 samples"


def _is(default: Any, unit: str, meaning: str, source: str = ASSUMED, *, low: float = 0, high: float = 1) -> Any:
    return field(
        default=default, metadata={"unit": unit, "meaning": meaning, "source": source, "low": low, "high": high}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The stated truth of a simulation.

    Shares run from 0 to 1. Effects are in standard deviations of abuse among all referred men; a positive
    effect means safer, 0 none, a negative one harm. `unit`, `meaning` and `source` of each stand in its metadata.

    Raises
    ------
    ValueError
        When a parameter is outside its range; the sentence names all of them.
    """

    programmes: int = _is(3, "programmes", "programmes in each region of 4,096 men", low=1, high=64)
    years: float = _is(3.0, "years", "time over which men are referred", low=0.1, high=50)
    weeks: int = _is(
        26, "weekly sessions", "planned length", "programmes of 20 to 52 weeks (Home Office 22)", low=4, high=104
    )
    session_hours: float = _is(2.0, "hours", "length of a session", "1.5 to 2.5 h are usual", low=0.25, high=8)
    group_size: int = _is(8, "men", "places in a group", "8 to 12 are usual", low=1, high=40)
    fill_days: int = _is(60, "days", "a group starts at the latest so long after its first man", low=1, high=1000)
    facilitator_pairs: int = _is(3, "pairs", "pairs of facilitators in a programme", low=1, high=100)

    mandated: float = _is(0.6, "share", "men ordered to come (all settings together)")
    substance: float = _is(0.4, "share", "alcohol or drugs a problem")
    unemployed: float = _is(0.35, "share", "not in work")
    children: float = _is(0.7, "share", "children in the household")
    partner_contact: float = _is(0.85, "share", "a partner whom the support service may contact")

    unsuitable: float = _is(0.15, "share", "not taken in at average risk")
    creaming: float = _is(0.0, "log odds per SD of risk", "how much less a risky man is taken in", low=-3, high=3)
    no_show: float = _is(0.1, "share", "taken in and never started", "loss before the start: Jewell and Wormith 2010")
    comparison: float = _is(0.0, "share", "men taken in who get no programme")
    assignment: str = field(
        default="lot",
        metadata={
            "unit": "lot or creamed",
            "meaning": "who goes to comparison: by lot, or the riskier by `creaming`",
            "source": ASSUMED,
        },
    )

    dropout: float = _is(0.35, "share of starters", "drop-out at average risk", f"9 to 67 %: {CUNHA}", high=0.95)
    dropout_by_risk: float = _is(0.4, "log odds per SD", "drop-out of riskier men", low=-3, high=3)
    dropout_unemployed: float = _is(
        0.577, "log odds", "drop-out of men without work", f"OR 1.78: {CUNHA}", low=-3, high=3
    )
    dropout_substance: float = _is(
        0.577, "log odds", "drop-out with substance use", f"OR 1.78: {CUNHA}", low=-3, high=3
    )
    dropout_young: float = _is(
        0.371, "log odds", "drop-out of men under 35", f"OR 0.69 for older: {CUNHA}", low=-3, high=3
    )
    dropout_voluntary: float = _is(0.0, "log odds", "drop-out of men not ordered", low=-3, high=3)
    excluded: float = _is(0.06, "share of starters", "ended by the programme", high=0.5)
    custody: float = _is(0.04, "share of starters", "imprisoned during the programme", high=0.5)
    moved: float = _is(0.02, "share of starters", "moved or transferred", high=0.5)
    died: float = _is(0.002, "share of starters", "died during the programme", high=0.5)
    absence: float = _is(0.14, "share of sessions", "sessions missed while he still comes", high=0.9)
    absence_by_risk: float = _is(0.2, "log odds per SD", "absence of riskier men", low=-3, high=3)

    effect: float = _is(0.0, "SD of abuse", "effect of the whole programme; positive is safer", low=-3, high=3)
    effect_sd: float = _is(0.0, "SD of abuse", "how much the effect differs between men", high=3)
    effect_voluntary: float = _is(0.0, "SD of abuse", "added to the effect for men not ordered", low=-3, high=3)
    effect_by_risk: float = _is(0.0, "SD of abuse per SD of risk", "added to the effect with risk", low=-3, high=3)
    programme_sd: float = _is(0.05, "SD of abuse", "effect differs between programmes", high=3)
    facilitator_sd: float = _is(0.05, "SD of abuse", "effect differs between pairs of facilitators", high=3)
    group_sd: float = _is(0.1, "SD of abuse", "effect differs between groups", high=3)
    drift: float = _is(0.2, "SD of abuse", "change by T4 that comes without any programme", low=-3, high=3)
    crisis: float = _is(0.3, "SD of abuse", "excess at referral that fades by itself", low=-3, high=3)
    lasting: float = _is(0.5, "share of variance", "variance of abuse that is his lasting risk", high=0.95)
    memory: float = _is(0.5, "correlation", "of the rest from one time to the next", high=0.99)

    denial: float = _is(0.8, "SD of abuse", "how much less he reports than is true, at the start", low=-3, high=3)
    response_shift: float = _is(0.5, "SD of abuse", "how much more he acknowledges after it all", low=-3, high=3)
    client_reached: float = _is(0.95, "share", "questionnaires he answers while he comes")
    client_lost: float = _is(0.35, "share", "questionnaires he answers after he stopped coming")
    partner_reached: float = _is(
        0.6,
        "share",
        "she answers at T0, average case",
        "71 to 133 men in IMPACT 2023; 39 % of partners in the REPROVIDE pilot",
    )
    partner_fades: float = _is(0.25, "log odds per time", "she is reached less at each later time", low=-3, high=3)
    partner_lost_by_abuse: float = _is(0.4, "log odds per SD", "partners of worse cases are lost", low=-3, high=3)
    item_declined: float = _is(0.01, "share of items", "single items not answered", high=0.5)

    assaults: float = _is(
        0.45,
        "events a year",
        "re-assaults at average abuse",
        "half to four fifths without any new offence within 6 to 12 months (response-system slides)",
        high=10,
    )
    assaults_by_abuse: float = _is(0.6, "log rate per SD", "re-assaults with abuse", low=0, high=3)
    seen_by_partner: float = _is(0.85, "share of events", "she reports, when she answers")
    seen_by_client: float = _is(0.35, "share of events", "he reports, when he answers")
    seen_by_police: float = _is(
        0.15,
        "share of events",
        "known to the police",
        "14.3 % of complaints recur in police records within 320 days (VioGén)",
    )
    police_asked: float = _is(0.9, "share of men", "police records were checked")
    follow_up_days: int = _is(365, "days since the start", "every man is followed at least so long", low=30, high=3650)

    def __post_init__(self) -> None:
        faults = [fault for each in fields(self) if (fault := _fault(each, getattr(self, each.name)))]
        if self.assignment not in ("lot", "creamed"):
            faults.append(f"assignment is lot or creamed, not {self.assignment!r}")
        if self.excluded + self.custody + self.moved + self.died + self.dropout >= 1:
            faults.append("dropout, excluded, custody, moved and died together leave nobody to complete")
        if faults:
            raise ValueError("This world cannot be made: " + "; ".join(faults) + ".")


def _fault(parameter: Field[Any], value: Any) -> str:
    """What is wrong with this value, or nothing."""
    says, name = parameter.metadata, parameter.name
    if "low" not in says:
        return ""
    whole = isinstance(parameter.default, int)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return f"{name} is a {'whole number' if whole else 'number'}, not {value!r}"
    if not says["low"] <= value <= says["high"]:
        return f"{name} runs from {says['low']:g} to {says['high']:g} {says['unit']}, not {value:g}"
    return ""
