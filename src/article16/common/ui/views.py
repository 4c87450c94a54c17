"""Two pages that need no sign-in and no database: every component, and every key."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from article16.common.ui import samples
from article16.common.ui.context import shell_of
from article16.common.ui.display import display_of, keep_display
from article16.common.ui.forms import DisplayForm, SampleForm
from article16.common.ui.parts import (
    Badge,
    Fact,
    Ladder,
    Month,
    Paging,
    Progress,
    SafeContact,
    Strip,
    Tab,
    WaitingGroup,
)
from article16.common.ui.shell import House, Link


@dataclass(frozen=True, slots=True)
class Mode:
    """How the design page is being looked at."""

    house: House
    theme: str
    rtl: bool

    def url(self, *, house: str = "", theme: str = "", direction: str = "") -> str:
        house = house or self.house.value
        direction = direction or ("rtl" if self.rtl else "ltr")
        return f"{reverse('design')}?house={house}&theme={theme or self.theme}&dir={direction}"


@dataclass(frozen=True, slots=True)
class DesignPage:
    """Every component once, with made-up values."""

    modes: tuple[tuple[str, tuple[Tab, ...]], ...]
    badges: tuple[Badge, ...]
    waiting: tuple[WaitingGroup, ...]
    facts: tuple[Fact, ...]
    strip: Strip
    months: tuple[Month, ...]
    ladder: Ladder
    contact: SafeContact
    form: SampleForm
    wrong: SampleForm
    tabs: tuple[Tab, ...]
    filters: tuple[Tab, ...]
    paging: Paging
    progress: Progress
    link: Link
    empty_link: Link


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """Every component in the house, theme and direction that the address names."""
    mode = _mode(request)
    with translation.override("ar" if mode.rtl else "en"):
        shell = samples.sample_shell(mode.house, theme=mode.theme, rtl=mode.rtl, keys=reverse("keys"))
        return render(request, "ui/design.html", {"page": _design_page(mode), "shell": shell})


def _mode(request: HttpRequest) -> Mode:
    house = request.GET.get("house", "")
    theme = request.GET.get("theme", "")
    return Mode(
        house=House(house) if house in list(House) else shell_of(request).house,
        theme=theme if theme in ("light", "dark") else "light",
        rtl=request.GET.get("dir") == "rtl",
    )


def _design_page(mode: Mode) -> DesignPage:
    wrong = {"wrong-last_seen": "11 08 2026", "wrong-how_often": "1", "wrong-took_part": "3"}
    wrong |= {"wrong-reason": "act", "wrong-password": "kept out", "wrong-homework": "on"}
    return DesignPage(
        modes=_modes(mode),
        badges=samples.badges(),
        waiting=samples.waiting(),
        facts=samples.facts(),
        strip=samples.attendance(),
        months=samples.months(),
        ladder=samples.ladder(),
        contact=samples.safe_contact(),
        form=SampleForm(prefix="open"),
        wrong=SampleForm(wrong, prefix="wrong"),
        tabs=(Tab(_("Overview"), "#tabs", current=True), Tab(_("Intake"), "#tabs"), Tab(_("Sessions"), "#tabs")),
        filters=(Tab(_("All"), "#tabs", current=True, count=48), Tab(_("Sessions"), "#tabs", count=31)),
        paging=Paging(earlier="#table", later="#table"),
        progress=Progress(part=3, parts=8),
        link=Link(_("As a table"), "#table"),
        empty_link=Link(_("New referral"), "#main"),
    )


def _modes(mode: Mode) -> tuple[tuple[str, tuple[Tab, ...]], ...]:
    houses = ((_("Casework"), "casework"), (_("Support"), "support"), (_("Portal"), "portal"))
    themes = ((_("Light"), "light"), (_("Dark"), "dark"))
    directions = ((_("Left to right"), "ltr"), (_("Right to left"), "rtl"))
    now = "rtl" if mode.rtl else "ltr"
    return (
        (_("House"), tuple(Tab(word, mode.url(house=value), mode.house == value) for word, value in houses)),
        (_("Theme"), tuple(Tab(word, mode.url(theme=value), mode.theme == value) for word, value in themes)),
        (_("Direction"), tuple(Tab(word, mode.url(direction=value), now == value) for word, value in directions)),
    )


@dataclass(frozen=True, slots=True)
class KeysPage:
    keys: tuple[tuple[str, str], ...]  # key, what it does
    form: DisplayForm
    kept: bool


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """All keys of this service, and how this device shows pages."""
    form = DisplayForm(request.POST) if request.method == "POST" else DisplayForm(_kept(request))
    if request.method == "POST" and form.is_valid():
        response = redirect(f"{reverse('keys')}?kept=1")
        keep_display(response, form.display())
        return response
    page = KeysPage(_keys(shell_of(request).house), form, kept="kept" in request.GET)
    return render(request, "ui/keys.html", {"page": page})


def _kept(request: HttpRequest) -> dict[str, object]:
    display = display_of(request)
    return {"theme": display.theme, "letters": display.letters}


def _keys(house: House) -> tuple[tuple[str, str], ...]:
    everywhere = (
        ("/", _("Go to the search")),
        ("?", _("This page")),
        (pgettext("keys", "g t").upper(), _("Today; in support, the duty desk")),
        ("Esc", _("Close what was opened")),
    )
    lock = ((pgettext("key", "u").upper(), _("Unlock")), (pgettext("key", "l").upper(), _("Lock")))
    letters = " ".join(pgettext("mark", letter) for letter in "PLFEAS")
    register = ((letters, _("In a register: the mark of the man, and on to the next who is open")),)
    rest = (("↑ ↓", _("In a register: the man above or below")), ("0–4", _("In a register: rate")))
    save = (("Ctrl ↵", _("In a register: save")),)
    return everywhere + (lock if house == House.SUPPORT else register + rest + save)
