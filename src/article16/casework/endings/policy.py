"""Who opens the pages of this room, and what they are called in the record."""

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import INTAKE, READERS, THING, WRITERS
from article16.common.accounts.access import Access, staff

ACCESS: dict[str, Access] = {
    "client-course": staff(*READERS, thing=THING),
    "episode-course": staff(*READERS, thing=THING),
    "episode-end": staff(*WRITERS, thing=THING),
    "episode-suspend": staff(*WRITERS, thing=THING),
    "episode-resume": staff(*WRITERS, thing=THING),
    "episode-reopen": staff(*INTAKE, thing=THING),
    "ending-correct": staff(*INTAKE, thing=THING),
    "ending-told": staff(*WRITERS, thing=THING),
}

TITLES = {
    "client-course": _("course"),
    "episode-course": _("course"),
    "episode-end": _("ending an episode"),
    "episode-suspend": _("suspending an episode"),
    "episode-resume": _("going on after a suspension"),
    "episode-reopen": _("opening an episode again"),
    "ending-correct": _("correcting an ending"),
    "ending-told": _("who was told of an ending"),
    "end_episode": _("an episode ended"),
    "correct_ending": _("a correction of an ending"),
    "tell_of_ending": _("who was told of an ending"),
    "suspend": _("an episode suspended"),
    "resume": _("an episode gone on after a suspension"),
    "reopen": _("an episode opened again"),
}
