"""Who was referred, who started, how it ended; and who they are."""

from __future__ import annotations

import numpy as np

from article16.evaluation.report.desk import NONE, Desk, Line, Values
from article16.evaluation.report.drawing import EDGE, GREY, INK2, as_svg, canvas, end_of, named_rows
from article16.evaluation.report.model import Cell, Part, Table

PROFILE = (
    ("route", "Who sent him"),
    ("setting", "Setting"),
    ("mandate", "Mandate"),
    ("age_band", "Age at referral"),
    ("employed", "In work at referral"),
    ("substance", "Alcohol or drugs a problem at intake"),
    ("children", "Children live with him or his partner"),
    ("partner_contact", "A partner whom the support service may contact"),
)


def flow(desk: Desk) -> Part:
    """Participants from referral to the last questionnaire."""
    steps = _steps(desk)
    rows: list[Line] = []
    told = []
    for name, who in steps.items():
        count = desk.count(f"flow.steps.{name}.n", len(who), name, who=who)
        part = _of_all(desk, f"flow.steps.{name}", name, who) if name != "referred" else NONE
        rows.append((desk.say(_TITLES[name]), count, part))
        told.append((desk.say(_TITLES[name]), count.text, len(who)))
    table = desk.table(
        desk.say("From referral to the last questionnaire"),
        (desk.say("Step"), desk.say("Men"), desk.say("Of all referred (95 % interval)")),
        rows,
        desk.say("A man who answered nothing at T4 may be well or may not: nobody knows."),
    )
    picture = desk.picture("flow", lambda: _draw(desk, told), _alt(desk, told), table)
    missing = [desk.say("“{what}” was not collected.", what=desk.say(_TITLES[name])) for name in _not_recorded(desk)]
    endings = (_endings(desk),) if "ending" in desk.data.columns else ()
    return Part("flow", desk.say("Who came, and how far"), (), endings, (picture,), tuple(missing))


_TITLES = {
    "referred": "Referred",
    "contact": "First contact (T0)",
    "suitable": "Found suitable",
    "started": "Started (T1)",
    "completed": "Completed",
    "client T4": "He answered at T4",
    "partner T4": "The (ex-)partner answered at T4",
}


def _steps(desk: Desk) -> dict[str, Values]:
    data = desk.data
    suitable = data.column("suitability") == "suitable"
    # A programme that records no decision has taken in whoever started.
    suitable |= data.started
    masks = {
        "referred": np.ones(data.men, dtype=bool),
        "suitable": suitable,
        "started": data.started,
        "completed": data.column("ending") == "completed",
        "client T4": data.status["client"][:, 4] == "answered",
        "partner T4": data.status["partner"][:, 4] == "answered",
    }
    spoken = ~np.isnan(data.number("day_contact")) | suitable
    if not np.isnan(data.number("day_contact")).all():  # who does not record it has no such step
        masks = {"referred": masks.pop("referred"), "contact": spoken, **masks}
    return {name: np.flatnonzero(mask) for name, mask in masks.items() if name not in _not_recorded(desk)}


def _not_recorded(desk: Desk) -> list[str]:
    """Steps of which the study says nothing. That nobody noted a start is not that nobody started."""
    have, status = desk.data.columns, desk.data.status
    known = {
        "suitable": "suitability" in have or "day_start" in have,
        "started": "day_start" in have,
        "completed": "ending" in have,
        "client T4": any(one is not None for one in status["client"].flat),
        "partner T4": any(one is not None for one in status["partner"].flat),
    }
    return [name for name, there in known.items() if not there]


def _alt(desk: Desk, told: list[tuple[str, str, int]]) -> str:
    return desk.say("Bars from referral to T4:") + " " + "; ".join(f"{name} {count}" for name, count, _n in told) + "."


def _draw(desk: Desk, told: list[tuple[str, str, int]]) -> str:
    """A bar for each step within the bar of all who were referred; those who answered in a lighter grey."""
    whole = max(told[0][2], 1)
    rows = range(len(told), 0, -1)
    with canvas(6.4, 0.42 * len(told) + 0.3, words=desk.words) as (figure, (axes,)):
        for y, (name, count, n) in zip(rows, told, strict=True):
            length = desk.shown(n / whole) if not desk.release or n >= 8 else 0.0
            answered = name in (desk.say(_TITLES["client T4"]), desk.say(_TITLES["partner T4"]))
            axes.barh(y, 1, color=GREY, height=0.56, alpha=0.5)
            axes.barh(y, length, color=EDGE if answered else INK2, height=0.56)
            axes.text(1.02, y, count, ha=end_of(desk.words), va="center")
        axes.set_xlim(0, 1.15)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        named_rows(axes, rows, [name for name, _count, _n in told], words=desk.words)
        return as_svg(figure)


def _endings(desk: Desk) -> Table:
    ending = desk.data.column("ending")
    found = {str(code): np.flatnonzero(ending == code) for code in desk.data.codes.get("ending", {})}
    found = {code: who for code, who in found.items() if len(who)}
    unknown = np.flatnonzero(np.array([one is None for one in ending], dtype=bool))
    if len(unknown):
        found["not recorded"] = unknown
    cells = desk.counts("flow.endings", found, "how it ended")
    rows = [(desk.say(code), cells[code]) for code in found] + [(desk.say("All"), cells["total"])]
    head = (desk.say("Ending"), desk.say("Men"))
    return desk.table(desk.say("How episodes ended"), head, rows)


def profile(desk: Desk) -> Part:
    """Who the men are, as recorded at referral and intake; and what was not recorded."""
    tables, missing = [], []
    for name, title in PROFILE:
        if name not in desk.data.columns:
            missing.append(desk.say("“{what}” was not collected.", what=desk.say(title)))
            continue
        tables.append(_profile(desk, name, desk.say(title)))
    words = (desk.say("Counts of all men referred. What was not recorded is counted as such, not left out."),)
    return Part("profile", desk.say("Who they are"), words, tuple(tables), (), tuple(missing))


def _profile(desk: Desk, name: str, title: str) -> Table:
    column = desk.data.column(name)
    codes = [code for code in desk.data.codes.get(name, {}) if (column == code).any()]
    found = {code: np.flatnonzero(column == code) for code in codes}
    unknown = np.flatnonzero(np.array([one is None for one in column], dtype=bool))
    if len(unknown):
        found["not recorded"] = unknown
    cells = desk.counts(f"profile.{name}", found, title)
    rows: list[Line] = []
    for code, who in found.items():
        share = _of_all(desk, f"profile.{name}.{code}", f"{name} {code}", who)
        rows.append((desk.say(code), cells[code], share))
    rows.append((desk.say("All"), cells["total"], NONE))
    return desk.table(title, (title, desk.say("Men"), desk.say("Share (95 % interval)")), rows)


def _of_all(desk: Desk, key: str, what: str, who: Values) -> Cell:
    """The share of all men referred, beside the count of this key."""
    count = key if key in desk.numbers else f"{key}.n"
    return desk.share(f"{key}.share", len(who), desk.data.men, what, who=who, count=count)
