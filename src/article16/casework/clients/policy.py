"""Which men a person may see: those of their programmes, but none whose file is closed to them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff
from article16.common.db.prepared_models import PreparedModels

from .models import Client, Episode, Merge

READERS = frozenset({"manager", "intake", "facilitator", "auditor"})
WRITERS = READERS - {"auditor"}
INTAKE = frozenset({"manager", "intake"})  # who takes referrals in and moves files
THING = "client"

ACCESS: dict[str, Access] = {
    "clients": staff(*READERS, thing=THING),
    "client": staff(*READERS, thing=THING),
    "client-add": staff(*INTAKE, thing=THING),
    "episode-add": staff(*INTAKE, thing=THING),
    "client-correct": staff(*INTAKE, thing=THING),
    "client-merge": staff(*INTAKE, thing=THING),
    "client-unmerge": staff(*INTAKE, thing=THING),
    "client-referral": staff(*READERS, thing=THING),
    "referral": staff(*READERS, thing=THING),
    "referral-step": staff(*INTAKE, thing=THING),
    "referral-correct": staff(*INTAKE, thing=THING),
    "order-add": staff(*WRITERS, thing=THING),
    "order-correct": staff(*WRITERS, thing=THING),
    "deadline-add": staff(*WRITERS, thing=THING),
    "deadline": staff(*WRITERS, thing=THING),
    "agencies": staff(*READERS),
    "agency-add": staff(*INTAKE),
    "agency": staff(*INTAKE),
    "client-close": staff(*WRITERS, thing=THING, recorded_as="client"),
    "client-opened": staff("manager", "auditor", thing=THING),
}

TITLES = {
    "clients": _("list of men"),
    "client": _("overview"),
    "client-add": _("new referral"),
    "episode-add": _("new episode"),
    "client-correct": _("name and date of birth"),
    "client-merge": _("two files of one man"),
    "client-unmerge": _("taking back that two files are one man"),
    "client-referral": _("referral"),
    "referral": _("referral"),
    "referral-step": _("a step of the referral"),
    "referral-correct": _("correcting the referral"),
    "order-add": _("a new order in force"),
    "order-correct": _("an order in force"),
    "deadline-add": _("a new day that counts"),
    "deadline": _("a day that counts"),
    "agencies": _("list of agencies"),
    "agency-add": _("a new agency"),
    "agency": _("an agency"),
    "client-opened": _("who opened this file"),
    "open_client": _("a new file"),
    "open_episode": _("a new episode"),
    "record_step": _("a step of the referral"),
    "correct_referral": _("a correction of the referral"),
    "add_order": _("a new order in force"),
    "correct_order": _("a correction of an order"),
    "add_deadline": _("a new day that counts"),
    "move_deadline": _("a day that counts moved"),
    "finish_deadline": _("a day that counts done"),
    "add_agency": _("a new agency"),
    "change_agency": _("an agency changed"),
    "correct_person": _("a correction of name or date of birth"),
    "merge_clients": _("two files made one"),
    "unmerge_clients": _("a file made two again"),
    "episode_referred": _("an episode waits for a decision"),
    "episode_active": _("an episode under way"),
    "episode_suspended": _("an episode suspended"),
    "episode_ended": _("an episode ended"),
}


def closed_clients(viewer: Viewer):
    """Men whose files are closed to this person, as a subquery. No query of its own."""
    return accounts.closed_objects(viewer.id, THING)


def clients_of(viewer: Viewer, roles: frozenset[str] = READERS) -> QuerySet[Client]:
    return clients_in(viewer.programmes(roles), viewer.id)


def clients_in(programmes: Collection[UUID], staff: UUID) -> QuerySet[Client]:
    """Men of these programmes, without those whose files are closed to this person. No query of its own."""
    mine = Episode.objects.filter(client=OuterRef("pk"), programme__in=programmes)
    return Client.objects.filter(Exists(mine)).exclude(pk__in=accounts.closed_objects(staff, THING))


def with_code(code: str) -> Q:
    """The man with this code, also where it was the code of a file that was merged into his."""
    return Q(code=code) | Q(pk__in=Client.objects.filter(code=code).values("merged_into"))


def client_of(viewer: Viewer, client_id: UUID, roles: frozenset[str] = READERS) -> Client | None:
    """The man, or None alike when he does not exist, is another programme's, or is closed to this person."""
    return MAN.model(man=client_id, programmes=viewer.programmes(roles), staff=viewer.id)


def _man(man: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet[Client]:
    return clients_in(programmes, staff).filter(pk=man)


def episode_of(viewer: Viewer, episode_id: UUID, roles: frozenset[str] = READERS) -> Episode | None:
    """The episode with its man and programme, or None alike: not there, another programme's, or closed. One query."""
    return PASSAGE.model(episode=episode_id, programmes=viewer.programmes(roles), staff=viewer.id)


def _passage(episode: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet[Episode]:
    mine = Episode.objects.filter(pk=episode, programme__in=programmes)
    open_to = mine.exclude(client__in=accounts.closed_objects(staff, THING))
    return open_to.select_related("client", "programme")


MAN, PASSAGE = PreparedModels(_man), PreparedModels(_passage)


def merge_of(viewer: Viewer, merge_id: UUID, roles: frozenset[str]) -> Merge | None:
    """A merge with both files, for somebody who may write in every programme of what would go back. Two queries."""
    merge = Merge.objects.filter(pk=merge_id, into__in=clients_of(viewer, roles)).select_related("into", "merged")
    found = merge.first()
    if found is None:
        return None
    others = Episode.objects.filter(pk__in=[one["id"] for one in found.episodes])
    return None if others.exclude(programme__in=viewer.programmes(roles)).exists() else found


def seen_episode(viewer: Viewer, roles: frozenset[str] = READERS) -> Exists:
    """Whether the episode of a row may be seen, asked row by row.

    For lists that begin at a day: without statistics SQLite would begin at the programme and walk through all its men.
    """
    mine = Episode.objects.filter(pk=OuterRef("episode"), programme__in=viewer.programmes(roles))
    return Exists(mine.exclude(client__in=accounts.closed_objects(viewer.id, THING)))


def one_of(episodes: QuerySet[Episode], staff: UUID) -> IsNull:
    """Whether there is one of these episodes, and not of a man whose file is closed: asked row by row as above.

    As a value, and not as EXISTS, which PostgreSQL turns round: it would read all episodes for fifty rows.
    """
    found = episodes.exclude(client__in=accounts.closed_objects(staff, THING)).values("pk")[:1]
    return IsNull(Subquery(found), False)
