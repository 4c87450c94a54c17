"""Pages of the agreement: what he signs, that he signed, that he took it back."""

from uuid import UUID

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Fact, Tab
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .kinds import How, TextKind
from .policy import WRITERS
from .showing import agreement_state, episode_or_404, may, saved_now

LONGEST_HEADING = 80  # characters
NO_TEXTS = gettext_lazy("Your programme has released no texts yet. A manager writes and releases them.")
STOPS = ".:;!?…。؟،"


def language_name(code: str) -> str:
    return LANG_INFO.get(code, {}).get("name_local", code)


def direction(code: str) -> str:
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"


def paragraphs(words: str) -> tuple[tuple[bool, str], ...]:
    """The lines of a text, and which of them are headings: short ones that end without a stop."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return tuple((len(line) <= LONGEST_HEADING and line[-1] not in STOPS, line) for line in lines)


@require_safe
def agreement(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """What he signed, or, where nothing stands, the texts to print and sign."""
    episode = episode_or_404(request, episode_id)
    rows = queries.agreements(episode_id)
    current = rows[0] if rows else None
    texts = {one.id: one for one in queries.texts(episode.programme_id)}
    held = [one for one in queries.pairs(texts.values()) if one.current]
    shown = _shown(current, texts, held, request.GET.get("language", ""))
    badge, sentence = agreement_state(current)
    writes, address = may(request, episode, WRITERS), [episode_id]
    shown_in = shown[0].language if shown else ""
    sign = reverse("agreement-sign", args=address) + (f"?language={shown_in}" if shown_in else "")
    stands = current and not current.withdrawn_on
    page = pages.AgreementPage(
        man=pages.man(episode),
        badge=badge,
        sentence=sentence,
        current=current,
        facts=_facts(current) if current else (),
        earlier=tuple(agreement_state(one) for one in rows[1:]),
        texts=tuple(_text(one) for one in shown),
        languages=() if stands else _languages([one.contract.language for one in held], shown_in),
        sign=Link(_("Record his signature"), sign) if writes and held else None,
        withdraw=Link(_("He withdraws it"), reverse("agreement-withdraw", args=address)) if writes and stands else None,
        newer=_newer(current, held) if current and stands else "",
        why_not="" if held or stands else str(NO_TEXTS),
        back=reverse("intake", args=address),
    )
    return render(request, "intake/agreement.html", {"page": page})


def _newer(current: queries.AgreementRow, held: list[queries.Pair]) -> str:
    now = next((one for one in held if one.contract.language == current.language), None)
    if now is None or (now.contract.id, now.limits.id) == (current.contract, current.limits):
        return ""
    return _("A newer version was released since he signed. Have him sign it when your programme asks for that.")


def _shown(current, texts, held, language: str) -> list[queries.TextRow]:
    if current and not current.withdrawn_on:
        return [texts[current.contract], texts[current.limits]]
    pair = next((one for one in held if one.contract.language == language), held[0] if held else None)
    return [pair.contract, pair.limits] if pair else []


def _languages(codes: list[str], current: str) -> tuple[Tab, ...]:
    """The languages to choose from, where there is more than one."""
    return tuple(Tab(language_name(one), f"?language={one}", one == current) for one in codes) if len(codes) > 1 else ()


def _text(row: queries.TextRow) -> pages.AgreementText:
    title = _("%(text)s, version %(version)d") % {"text": TextKind(row.kind).label, "version": row.version}
    return pages.AgreementText(title, row, paragraphs(row.words), direction(row.language))


def _facts(row: queries.AgreementRow) -> tuple[Fact, ...]:
    facts = [Fact(_("Signed"), date_format(row.on, "j F Y")), Fact(_("How"), str(How(row.how).label))]
    if row.how == How.PAPER:
        facts.append(Fact(_("The paper is kept at"), row.kept_at))
    else:
        facts += [Fact(_("Name, typed by himself"), row.typed_name), Fact(_("He confirmed"), row.statement)]
    facts.append(Fact(_("Read out to him"), _("yes") if row.read_out else _("no")))
    facts.append(Fact(_("Interpreter"), _("yes") if row.interpreter else _("no")))
    if row.withdrawn_on:
        facts.append(Fact(_("Withdrawn"), f"{date_format(row.withdrawn_on, 'j F Y')}. {row.withdrawn_words}".strip()))
    return (*facts, Fact(_("Written by"), row.by))


@require_http_methods(["GET", "POST"])
def agreement_sign(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    at = timezone.now()
    texts = queries.texts(episode.programme_id)
    pairs = queries.pairs(texts)
    languages = list(dict.fromkeys(one.contract.language for one in pairs))
    language = next((one for one in languages if one == request.GET.get("language")), next(iter(languages), ""))
    choices = [
        (f"{one.contract.id}.{one.limits.id}", _pair_words(one)) for one in pairs if one.contract.language == language
    ]
    statement = queries.statement(texts, language)
    form = common.opened(request, forms.SignForm, pairs=choices, statement=statement)

    def act() -> str:
        data = form.cleaned_data
        contract, limits = (UUID(one) for one in data["pair"].split("."))
        screen = data["how"] == How.SCREEN
        signed = actions.Signed(
            on=data["on"],
            contract=contract,
            limits=limits,
            how=data["how"],
            typed_name=data["typed_name"] if screen else "",
            statement=statement if screen else "",
            kept_at=data["kept_at"],
            read_out=data["read_out"],
            interpreter=data["interpreter"],
        )
        actions.sign_agreement(episode=episode, signed=signed, by=str(request.viewer.id), at=at)
        return reverse("agreement", args=[episode_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(_("Nothing left this service.")))
        return done
    page = pages.AgreementSignPage(
        man=pages.man(episode),
        form=form,
        language=language,
        direction=direction(language),
        languages=_languages(languages, language),
        consequence=_("Saving records that he signed, on which day and which versions. Nothing leaves."),
        back=reverse("agreement", args=[episode_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "intake/agreement_sign.html", {"page": page})


def _pair_words(one: queries.Pair) -> str:
    values = {
        "language": language_name(one.contract.language),
        "contract": one.contract.version,
        "limits": one.limits.version,
        "day": date_format(timezone.localtime(one.since), "j F Y"),
    }
    if one.current:
        return _("%(language)s: contract %(contract)d, limits %(limits)d, released on %(day)s") % values
    return _("%(language)s, earlier: contract %(contract)d, limits %(limits)d, released on %(day)s") % values


@require_http_methods(["GET", "POST"])
def agreement_withdraw(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    rows = queries.agreements(episode_id)
    form = common.opened(request, forms.WithdrawForm)

    def act() -> str:
        if not rows:
            raise actions.NotPossible(_("He has not signed an agreement. Go back to see it"))
        found = queries.agreement(rows[0].id, episode_id)
        data, at = form.cleaned_data, timezone.now()
        by = str(request.viewer.id)
        actions.withdraw_agreement(agreement=found, on=data["on"], words=data["words"], by=by, at=at)
        return reverse("agreement", args=[episode_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(_("One sealed message leaves, as for every man.")))
        return done
    page = FormPage(
        heading=_("%(code)s withdraws the agreement") % {"code": episode.client.code},
        intro=_(
            "Saving records the day and sends one sealed message, as for every man. What was passed on before cannot be"
            " called back. His episode stays open until you end it."
        ),
        form=form,
        button=_("Record the withdrawal"),
        back=reverse("agreement", args=[episode_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})
