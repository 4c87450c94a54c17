"""The codebook of study data, as data: every table, column, code, unit and range in one place."""

from __future__ import annotations

from article16.evaluation.tables.fields import Field, Kind, Table

SCHEMA_VERSION = "1"

TIMES: tuple[tuple[str, str], ...] = (
    ("T0", "first contact"),
    ("T1", "start of the programme"),
    ("T2", "half way"),
    ("T3", "end of the programme, or when he stops coming"),
    ("T4", "six months after T3, or after completion"),
)
INFORMANTS: tuple[tuple[str, str], ...] = (
    ("client", "the man"),
    ("partner", "the partner or former partner"),
    ("new partner", "a partner he met later"),
    ("official", "police, court, probation or child protection"),
)
ROUTES: tuple[tuple[str, str], ...] = (
    ("self", "he came himself"),
    ("partner", "he came at his partner's urging"),
    ("court", "court"),
    ("probation", "probation service"),
    ("prison", "prison"),
    ("police", "police or prosecutor, without prosecution"),
    ("child protection", "child protection or social services"),
    ("health", "health service"),
    ("other programme", "another programme"),
)
ENDINGS: tuple[tuple[str, str], ...] = (
    ("completed", "he finished the programme"),
    ("dropped out", "he stopped coming"),
    ("excluded", "the programme ended it (de-selection)"),
    ("transferred", "another programme took over"),
    ("not suitable", "not taken in"),
    ("withdrawn", "the referring agency took the referral back"),
    ("custody", "re-arrested or imprisoned"),
    ("died", "he died"),
    ("other", "another ending"),
    ("ongoing", "still in the programme when the data were closed"),
)
REASONS: tuple[tuple[str, str], ...] = (
    ("planned", "as planned"),
    ("work", "work or shifts"),
    ("distance", "travel or moving away"),
    ("health", "illness, addiction"),
    ("motivation", "he saw no use in it"),
    ("separation", "the relationship ended"),
    ("absence", "absent beyond policy"),
    ("behaviour", "behaviour in the group, threats, violence"),
    ("offence", "new offence"),
    ("other", "another reason"),
)
STATUSES: tuple[tuple[str, str], ...] = (
    ("answered", "answered, wholly or in part"),
    ("not asked", "nobody asked"),
    ("not reached", "could not be reached"),
    ("declined", "did not want to answer"),
    ("does not apply", "there is nobody to ask"),
    ("unknown", "not known whether it was asked"),
)
EVENT_KINDS: tuple[tuple[str, str], ...] = (
    ("re-assault", "new violence against a partner"),
    ("threat", "threat or stalking without violence"),
    ("call-out", "police called"),
    ("re-arrest", "arrest for violence against a partner"),
    ("conviction", "conviction for violence against a partner"),
    ("breach", "breach of an order"),
    ("child protection", "new child protection measure"),
    ("custody", "imprisoned; takes away the opportunity to re-offend"),
    ("death", "he died; takes away the opportunity to re-offend"),
    ("moved", "moved out of reach"),
    ("no contact", "no contact with a partner; takes away the opportunity to re-offend"),
)
SOURCES: tuple[tuple[str, str], ...] = (
    ("client", "the man says so"),
    ("partner", "the partner says so"),
    ("police", "police records"),
    ("court", "court or prosecution records"),
    ("probation", "probation or prison records"),
    ("programme", "the programme saw it"),
)
_YES_NO = (("yes", "yes"), ("no", "no"))
# An age of 130 years in days: no offset of a living person is larger.
FURTHEST_DAY = 47_500


def _case() -> Field:
    return Field(
        "case", Kind.KEY, "stands for one man in this package only", required=True, may_be_missing=False, minimum=0
    )


def _programme() -> Field:
    return Field("programme", Kind.CODE, "code of the programme", required=True, may_be_missing=False)


def _category(name: str, meaning: str, codes: tuple[tuple[str, str], ...], **more: bool) -> Field:
    return Field(name, Kind.CATEGORY, meaning, codes=codes, **more)  # type: ignore[arg-type]  # keywords of `Field`, passed on


def _day(name: str, meaning: str, *, minimum: int = 0) -> Field:
    unit = "days since referral"
    return Field(name, Kind.DAY, meaning, unit=unit, minimum=minimum, maximum=FURTHEST_DAY)


def _count(name: str, meaning: str, unit: str, **more: bool) -> Field:
    return Field(name, Kind.COUNT, meaning, unit=unit, minimum=0, **more)  # type: ignore[arg-type]  # as above


CASES = Table(
    "cases",
    "One row for each man referred, those who never started included.",
    ("case",),
    (
        _case(),
        _programme(),
        _category(
            "setting",
            "where the programme works",
            (("community", "community"), ("probation", "probation"), ("prison", "prison")),
        ),
        _category("route", "who sent him", ROUTES),
        _category(
            "mandate",
            "whether somebody could make him come",
            (("mandated", "ordered by a court or another authority"), ("voluntary", "not ordered")),
        ),
        _category(
            "age_band",
            "age at referral, in years",
            tuple((band, band) for band in ("under 25", "25-34", "35-44", "45-54", "55 and over")),
        ),
        _category("employed", "in work at referral", _YES_NO),
        _category("substance", "alcohol or drugs a problem at intake", _YES_NO),
        _category("children", "children live with him or his partner", _YES_NO),
        _category("partner_contact", "a partner or former partner whom the support service may contact", _YES_NO),
        Field("risk", Kind.NUMBER, "risk at intake by the programme's own tool; higher means more risk", unit="points"),
        Field(
            "motivation", Kind.NUMBER, "motivation at intake; higher means more", unit="points", minimum=0, maximum=10
        ),
        Field("assigned", Kind.CODE, "arm that lot or rule gave him; empty study designs leave the column out"),
        Field("delivered", Kind.CODE, "arm that he got"),
        Field("group", Kind.CODE, "group he was placed in"),
        Field("facilitators", Kind.CODE, "code of the pair that led his group"),
        _category(
            "suitability",
            "decision after assessment",
            (
                ("suitable", "taken in"),
                ("not yet", "not yet suitable"),
                ("not suitable", "not suitable"),
                ("referred on", "referred to another service"),
            ),
        ),
        _day("day_contact", "first contact (T0)"),
        _day("day_decision", "decision about suitability"),
        _day("day_start", "first session (T1)"),
        _day("day_last_attendance", "last session attended"),
        _day("day_ending", "ending decided"),
        _category("ending", "how his episode ended", ENDINGS),
        _category("ending_reason", "main reason for the ending", REASONS),
        _day("day_followed", "last day on which anything is known of him; censoring"),
    ),
)

RESPONSES = Table(
    "responses",
    "One row for each questionnaire that was due, answered or not: man, time, informant, instrument.",
    ("case", "time", "informant", "instrument"),
    (
        _case(),
        _category("time", "nominal time", TIMES, required=True, may_be_missing=False),
        _category(
            "informant", "who answered; informants are never pooled", INFORMANTS, required=True, may_be_missing=False
        ),
        Field("instrument", Kind.CODE, "instrument", required=True, may_be_missing=False),
        Field("version", Kind.CODE, "version of the instrument as given"),
        _category("status", "whether it was answered and, if not, why", STATUSES, required=True, may_be_missing=False),
        _day("day", "day it was answered; for one not answered, the day it was due"),
        _category(
            "occasion",
            "why at this time: T3 is two different things",
            (("planned", "as planned"), ("completion", "he finished"), ("stopped", "he stopped coming")),
        ),
        _category(
            "mode",
            "how it was given",
            (
                ("paper", "on paper alone"),
                ("screen", "on a screen alone"),
                ("interview", "read out face to face"),
                ("telephone", "read out on the telephone"),
            ),
        ),
        Field("language", Kind.CODE, "language of the form as given (BCP 47)"),
    ),
)

EVENTS = Table(
    "events",
    "One row for each thing that happened, by who says so.",
    (),
    (
        _case(),
        _category("kind", "what happened", EVENT_KINDS, required=True, may_be_missing=False),
        _category("source", "who says so", SOURCES, required=True, may_be_missing=False),
        _day("day", "when it happened; before the referral is negative", minimum=-FURTHEST_DAY),
    ),
)

WINDOWS = Table(
    "windows",
    "One row for each period a source was asked about: without it, no event is not the same as none.",
    ("case", "source", "day_from"),
    (
        _case(),
        _category("source", "who was asked", SOURCES, required=True, may_be_missing=False),
        _category("status", "whether the source answered", STATUSES, required=True, may_be_missing=False),
        _day("day_from", "first day of the period", minimum=-FURTHEST_DAY),
        _day("day_to", "last day of the period", minimum=-FURTHEST_DAY),
        _day("day_asked", "day on which it was asked", minimum=-FURTHEST_DAY),
    ),
)

EXPOSURE = Table(
    "exposure",
    "One row for each man and kind of work: what was planned and what he got.",
    ("case", "work"),
    (
        _case(),
        _category(
            "work",
            "kind of work",
            (("group", "group sessions"), ("individual", "individual sessions"), ("maintenance", "after the group")),
            required=True,
            may_be_missing=False,
        ),
        _count("sessions_planned", "sessions the programme planned for him", "sessions"),
        _count("sessions_offered", "sessions held while he was enrolled", "sessions"),
        _count("sessions_attended", "sessions attended, late ones included", "sessions"),
        _count("absences_excused", "sessions missed with an excuse", "sessions"),
        _count("absences_unexcused", "sessions missed without one", "sessions"),
        Field("hours", Kind.NUMBER, "time attended", unit="hours", minimum=0),
        Field("curriculum", Kind.CODE, "curriculum and version"),
    ),
)

COUNTS = Table(
    "counts",
    "Counts from programmes that hold no rows for single men: so many of so many.",
    ("programme", "measure", "label", "time", "informant"),
    (
        _programme(),
        Field("measure", Kind.CODE, "what is counted, such as retention", required=True, may_be_missing=False),
        Field("label", Kind.CODE, "stage or item", required=True, may_be_missing=False),
        _category("time", "nominal time", TIMES),
        _category("informant", "who said so", INFORMANTS),
        _count("number", "how many", "persons", required=True, may_be_missing=False),
        _count("of", "of how many", "persons", required=True),
    ),
)

PLACE = "programme"  # the arm, assigned or delivered, that gets the programme; other words name comparison groups

TABLES: tuple[Table, ...] = (CASES, RESPONSES, EVENTS, WINDOWS, EXPOSURE, COUNTS)
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

# Pairs of days of one man that must not run backwards: (earlier, later).
DAY_ORDER: tuple[tuple[str, str], ...] = (
    ("day_contact", "day_decision"),
    ("day_decision", "day_start"),
    ("day_start", "day_last_attendance"),
    ("day_last_attendance", "day_ending"),
)
