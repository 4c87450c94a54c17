"""What several pages of intake and of records show in one way."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.casework.clients.policy import READERS, episode_of
from article16.casework.clients.queries import current_episode
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from . import pages, queries
from .figure import figure, lines
from .kinds import Outcome
from .policy import LEAST_INTERVIEWS, MOST_INTERVIEWS

BADGES = {
    Outcome.SUITABLE: State.INFO,
    Outcome.NOT_YET: State.DUE,
    Outcome.NOT_SUITABLE: State.NONE,
    Outcome.REFERRED_ON: State.NONE,
}


def episode_or_404(request: HttpRequest, episode_id: UUID, roles: frozenset[str] = READERS):
    """The episode with its man; its reading stands in the record under him."""
    found = episode_of(request.viewer, episode_id, roles)
    if found is None:
        raise Http404
    seen(request, found.client_id)
    return found


def to_episode(request: HttpRequest, client_id: UUID, name: str) -> HttpResponseRedirect:
    """From an address of the man to that of his latest episode that this person may see."""
    found = current_episode(request.viewer, client_id)
    if found is None:
        raise Http404
    return HttpResponseRedirect(reverse(name, args=[found.id]))


def may(request: HttpRequest, episode, roles: frozenset[str]) -> bool:
    return episode.programme_id in request.viewer.programmes(roles)


def saved_now(sentence: str) -> str:
    return (_("Saved at %(time)s.") % {"time": date_format(timezone.localtime(), "H:i")} + f" {sentence}").strip()


def held_words(count: int) -> str:
    """How many interviews were held, beside what intake plans for."""
    plan = _("intake plans %(least)d to %(most)d") % {"least": LEAST_INTERVIEWS, "most": MOST_INTERVIEWS}
    held = ngettext("%(count)d interview held", "%(count)d interviews held", count) % {"count": count}
    return f"{held}; {plan}"


def motivation_part(rows: list[queries.MotivationRow]) -> pages.MotivationPart:
    return pages.MotivationPart((figure(rows, inside=True), figure(rows, inside=False)) if rows else (), lines(rows))


def outcome_badge(outcome: str) -> Badge:
    return Badge(BADGES[Outcome(outcome)], str(Outcome(outcome).label))


def agreement_state(row: queries.AgreementRow | None) -> tuple[Badge, str]:
    """Whether he has signed, in a badge and a sentence."""
    if row is None:
        return Badge(State.OPEN, _("Not signed")), _("He has not signed the agreement.")
    if row.withdrawn_on:
        day = date_format(row.withdrawn_on, "j F Y")
        return Badge(State.LATE, _("Withdrawn")), _("He withdrew the agreement on %(day)s.") % {"day": day}
    values = {"day": date_format(row.on, "j F Y"), "contract": row.contract_version, "limits": row.limits_version}
    words = _("Signed on %(day)s: contract version %(contract)d, limits of confidentiality version %(limits)d.")
    return Badge(State.DONE, _("Signed")), words % values


def end_link(outcome: str, episode) -> Link | None:
    """Where an episode ends, when the programme does not suit him."""
    if outcome not in {Outcome.NOT_SUITABLE, Outcome.REFERRED_ON} or episode.ended_on:
        return None
    return Link(_("End this episode"), reverse("episode-end", args=[episode.pk]))
