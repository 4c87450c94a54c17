"""The tags of our pages. Each takes a value and gives one component; none asks the database."""

import re
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, HiddenInput, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from article16.common.ui.icons import ICONS, TURNING
from article16.common.ui.parts import Badge, Ladder, Rung, State
from article16.common.ui.shell import Place

register = template.Library()

BADGE_ICONS = {
    State.LATE: "triangle",
    State.DUE: "clock",
    State.OPEN: "ring",
    State.DONE: "tick",
    State.INFO: "ring",
    State.SUSPENDED: "bars",
    State.NONE: "dash",
    State.SEALED: "lock",
}
NOTICE_ICONS = {"done": "tick", "due": "clock", "late": "triangle", "info": "info"}
MESSAGE_TONES = {"success": "done", "warning": "due", "error": "late"}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Drawn once in the life of a process: a page has a dozen, and they never change."""
    values = {"path": ICONS[name], "turns": name in TURNING}
    return SafeString(render_to_string("ui/_icon.html", values).strip())


@register.simple_tag
@lru_cache(maxsize=256)
def place(shown: Place) -> SafeString:
    """One entry of the navigation, drawn once for each state that it shows: it stands twice on every page."""
    return SafeString(render_to_string("ui/_place.html", {"place": shown}))


# Badges and rungs without a template of their own: a list has a hundred of them, and a template for each is slow.
@register.simple_tag
def badge(state: str | Badge, words: str = "") -> SafeString:
    """`{% badge "late" "1 day late" %}`, or a Badge of the page."""
    value = state if isinstance(state, Badge) else Badge(State(state), words)
    drawn = icon(BADGE_ICONS[value.state])
    return format_html('<span class="badge badge-{}">{}{}</span>', value.state, drawn, value.words)


@register.simple_tag(name="ladder")
def whole_ladder(ladder: Ladder) -> SafeString:
    """Every rung in order, and for a narrow screen one bar for each and the rung that is reached."""
    bars = "".join('<i class="reached"></i>' if reached else "<i></i>" for reached in ladder.bars)
    return format_html(
        '<ol class="ladder" aria-label="{}">{}</ol>\n<div class="ladder-short"><span class="ladder-bars" '
        'aria-hidden="true">{}</span><p>{}</p></div>',
        gettext("Who is told, and when"),
        format_html_join("", _RUNG, (_rung(number, one) for number, one in enumerate(ladder.rungs, 1))),
        SafeString(bars),
        _reached(ladder),
    )


_RUNG = '<li{}><span class="rung">{}{}. {}</span><span class="second">{}</span></li>'


def _rung(number: int, rung: Rung) -> tuple[object, ...]:
    told = SafeString(' class="rung-told"' if rung.told else "")
    here = SafeString(' aria-current="step"') if rung.current else told
    return here, icon(rung.icon), number, rung.name, rung.when


def _reached(ladder: Ladder) -> SafeString:
    here, following = ladder.here, ladder.following
    reached = gettext("Rung %(reached)s of %(all)s.") % {"reached": ladder.reached, "all": len(ladder.rungs)}
    told = f" {here.name}: {here.when}." if here else ""
    said = gettext("Next: %(name)s, %(when)s.") % {"name": following.name, "when": following.when} if following else ""
    return format_html("<strong>{}</strong>{}{}", reached, told, f" {said}" if said else "")


@register.simple_tag
def missing(why: str) -> SafeString:
    """An empty cell is never empty: a dash to see, and which kind of missing to hear."""
    return format_html('<span aria-hidden="true">–</span><span class="hidden">{}</span>', why)


@register.simple_tag
def shut(words: str) -> SafeString:
    """A button that cannot be pressed now and says when it can."""
    return SafeString(render_to_string("ui/_shut.html", {"words": words}))


@register.simple_block_tag
def card(content: str, heading: str = "", count: Any = None, note: str = "", link: Any = None, tone: str = "") -> str:
    """`{% card heading="What waits" count=8 %}…{% endcard %}`; `link` is a Link, `tone` own, late or dashed."""
    values = {"content": content, "heading": heading, "count": count, "note": note, "link": link, "tone": tone}
    return render_to_string("ui/_card.html", values)


@register.simple_block_tag
def notice(content: str, tone: str = "info", focus: bool = False) -> str:
    """`{% notice "due" %}Saving makes a review due on 26 November.{% endnotice %}`."""
    values = {"content": content, "tone": tone, "icon": NOTICE_ICONS[tone], "focus": focus}
    return render_to_string("ui/_notice.html", values)


@register.filter
def message_tone(level_tag: str) -> str:
    """The look of a message that Django kept until this page."""
    return MESSAGE_TONES.get(level_tag, "info")


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(widget, CheckboxInput) else "input"


def first_id(bound: BoundField) -> str:
    """The id of the control that a link to this field must reach: of boxes, the first."""
    return f"{bound.auto_id}_0" if _kind(bound) == "choices" else bound.auto_id


@register.inclusion_tag("ui/form/_field.html")
def field(bound: BoundField, width: str = "", look: str = "", label: str = "", help: str = "") -> dict[str, Any]:
    """One question: label, help, error, control. `width` date, code, short, middle; `look` row, line, rating for boxes.

    `label` and `help` replace the words of a library's form.
    """
    kind = _kind(bound)
    bound.label, bound.help_text = label or bound.label, help or bound.help_text
    # A placeholder goes away when it is needed most, and it looks like an answer.
    bound.field.widget.attrs.pop("placeholder", None)
    optional = not bound.field.required and kind != "tick"
    return {"field": bound, "kind": kind, "width": width, "look": look, "optional": optional}


@register.inclusion_tag("ui/form/_error_summary.html")
def error_summary(form: Form, focus: bool = True) -> dict[str, Any]:
    """What is missing, at the top, with links to the questions. Nothing when nothing is."""
    links = [(first_id(form[name]) if name in form.fields else "", error) for name, error in _errors(form)]
    return {"links": links, "title": _title(form, len(links)), "focus": focus}


def _errors(form: Form) -> list[tuple[str, str]]:
    return [(name, str(error)) for name, errors in form.errors.items() for error in errors]


def _title(form: Form, count: int) -> str:
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    if codes == {"required"}:
        return ngettext("One thing is missing", "%(number)s things are missing", count) % {"number": in_words(count)}
    return ngettext("One thing to look at again", "%(number)s things to look at again", count) % {
        "number": in_words(count)
    }


def in_words(number: int) -> str:
    """Numbers to nine in words, as our sentences have them."""
    words = [
        gettext("Two"),
        gettext("Three"),
        gettext("Four"),
        gettext("Five"),
        gettext("Six"),
        gettext("Seven"),
        gettext("Eight"),
        gettext("Nine"),
    ]
    return words[number - 2] if 2 <= number <= 9 else str(number)


@register.filter
def inline_svg(picture: str, words: str) -> SafeString:
    """A picture that our own code drew, such as a QR code, as part of the page: the policy allows no data: address."""
    svg = picture[picture.index("<svg") :]
    label = format_html('<svg role="img" aria-label="{}"', words)
    return SafeString(label + svg.removeprefix("<svg"))


@register.filter
def in_fours(code: str) -> str:
    """A long code as people can copy it by hand."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


@register.filter
def pips(used: int, allowed: int) -> list[bool]:
    """One box for each allowed absence, filled when it is used."""
    return [number < used for number in range(max(used, allowed))]


_DRAWN = frozenset({
    "svg", "g", "path", "text", "tspan", "rect", "line", "circle", "ellipse", "polygon", "polyline", "use", "defs",
    "clipPath", "title", "marker", "linearGradient", "stop",
})  # fmt: skip


@register.filter
def drawn(svg: str) -> str:
    """A figure that the program drew, as part of the page; with anything in it that is no drawing: plain text."""
    names = set(re.findall(r"<\s*/?\s*([A-Za-z][\w:-]*)", svg))
    acts = re.search(r"""\son\w+\s*=|javascript:|(?:href|src)\s*=\s*["'](?!#)""", svg, re.IGNORECASE)
    if not names <= _DRAWN or acts or "<!" in svg:
        return escape(svg)
    return SafeString(svg)  # only shapes and text: looked at just above
