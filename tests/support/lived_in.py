"""A women's service of made-up women in which people have worked: cases, warnings, boxes, groups, copies, a panel."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts import actions as accounts
from article16.common.accounts.actions import close_file
from article16.simulation.demonstration import SEED
from article16.support.access.models import Copy
from article16.support.alerts import demo as warnings
from article16.support.keys.actions import admitting
from article16.support.keys.models import WorkerKey
from article16.support.keys.rings import Ring
from article16.support.panel.models import Meeting
from article16.support.questionnaires import demo as questionnaires
from article16.support.questionnaires.actions.agreeing import agree
from article16.support.returns import definitions
from article16.support.survivors import actions as survivors
from article16.support.survivors import demo as women
from article16.support.survivors.queries import every_case, opened
from article16.support.survivors.writings import HeldBy, Kind, Plan
from article16.support.team import demo as team
from tests.instruments.test_xlsform import SETTINGS, excel
from tests.service import make_person, signed_in
from tests.support.asking_her import begin, may_be_asked
from tests.support.her_cases import post
from tests.support.her_links import open_hers
from tests.support.holding import CHEAP, give_key, holding, let_in, unlock
from tests.support.studying import arrive, give_study, opened_message
from tests.support.test_alert_pages import came
from tests.support.test_boxes import VESNA, box
from tests.support.test_documents import bring, sealed
from tests.support.test_her_own_questionnaires import upload
from tests.support.test_panel import danger

MEN = 6
ROLES = ("worker", "lead", "administrator", "approver", "evaluator")


class Service:
    """People with their keys, made-up women, and one of everything that somebody does."""

    def __init__(self) -> None:
        at, cheap = timezone.now(), SimpleNamespace()
        self.graz = accounts.add_programme(name="Women's service Graz", code="graz", by="", at=at)
        self.sara = make_person("Sara Lindqvist", "worker", self.graz, at=at)
        self.leyla = make_person("Leyla Haddad", "lead", self.graz, at=at)
        self.mira = make_person("Mira Outside", "approver", self.graz, at=at)
        self.nora = make_person("Nora Weiss", "administrator", at=at)
        keys = give_key(self.sara, cheap), give_key(self.leyla, cheap)
        self.by = holding(keys[0], self.sara)
        let_in(self.leyla, keys[1], by=self.by, second=self.mira)
        self.eva, _opened = give_study(SimpleNamespace(graz=self.graz), cheap)
        women.fill(men=MEN, seed=SEED, by=self.by, at=at)
        questionnaires.fill(seed=SEED, by=self.by, at=at)
        made = warnings.Team((self.sara.pk,), self.leyla.pk)
        warnings.fill(women=women.women_of(self.by), team=made, seed=SEED, at=at)
        team.fill(workers=(self.sara.pk,), lead=self.leyla.pk, by=self.by, seed=SEED, at=at)
        self.man = uuid4()
        self.hers = self._woman("Ada Canary")
        for case in every_case():  # what was ever written of a made-up woman stands in the case that is looked at
            self._written_again(case, at)
        self._once_more(self.browser("worker"), self.browser("lead"), first=True)
        self._only_once(self.browser("worker"), self.browser("lead"), at)

    def words(self) -> dict[str, tuple[object, ...]]:
        """What stands in an address and is no row that could be looked up: much of it lies sealed in her case."""
        file = opened(self.hers, self.by)
        return {
            "entry_id": tuple({one.kind: one.id for one in file.entries}.values()),
            "consent_id": tuple(one.id for one in file.of(Kind.CONSENT)),
            "child_id": tuple(one.value.child for one in file.of(Kind.CHILD_RECORD)),
            "wave": ("T0",),
            "tool": ("five_points",),
            "ring": ("zone", "study"),
            "figure": tuple(definitions.WITH_RECORDS),
            "code": ("impact",),
            "language": ("en",),
            "place": (0, 1),
            "part": (1,),
            "name": ("report.html",),
            "how": ("end",),
            "pk": (1,),
        }

    def people(self) -> dict[str, Any]:
        return dict(zip(ROLES, (self.sara, self.leyla, self.nora, self.mira, self.eva), strict=True))

    def browser(self, role: str) -> Any:
        """Signed in; unlocked where this person holds a key."""
        found = signed_in(self.people()[role])
        if role not in {"administrator", "approver"}:
            unlock(found)
        return found

    def _woman(self, name: str) -> UUID:
        at = timezone.now()
        hers = open_hers(self.by, name=name, mailbox=self.man)
        agree(
            case=hers.case,
            said={"questions": True, "evaluation": True},
            since=timezone.localdate(at),
            expires_on=None,
            by=self.by,
            at=at,
        )
        held = [(Kind.HELD, HeldBy(self.sara.pk), at)]
        survivors.write_all(case=hers.case, entries=held, by=self.by, at=at)
        hers.link()
        return hers.case

    def more(self, times: int = 1) -> None:
        """Everything once more: another woman of the same man, and all that is written of the first one again."""
        sara, leyla = self.browser("worker"), self.browser("lead")
        for _number in range(times):
            self._once_more(sara, leyla, first=False)

    def _once_more(self, sara: Any, leyla: Any, *, first: bool) -> None:
        at, tag = timezone.now(), uuid4().hex[:6]
        self._woman(f"Eve {tag}")
        arrive(opened_message(self.man if first else uuid4(), timezone.localdate(at)))
        came(int(tag, 16), man=self.man, due=timedelta(minutes=30))
        box(VESNA)
        box(VESNA, of=self.man)
        bring(sara, sealed(mailbox=self.man))
        bring(sara, sealed(mailbox=uuid4()))
        self._written_again(self.hers, at, most=60)
        group = post(sara, reverse("her-group-add"), name=f"Group {tag}", place="Room 2").url
        post(sara, f"{group}join/", case="Ada Canary", on="12 11 2026")
        upload(leyla, excel(settings=[SETTINGS[0], ["Ours", "لنا", f"ours_{tag}", "1.0.0"]]))
        today = f"{timezone.localdate(at):%d %m %Y}"
        post(leyla, reverse("panel-meeting-add"), programme="graz", on=today)
        post(sara, reverse("survivor-access-add", args=[self.hers]), asked_on=today, way="in person")
        new = make_person(f"Olga{tag} Brandt", "worker", self.graz, at=at)
        give_key(new, SimpleNamespace())

    def _only_once(self, sara: Any, leyla: Any, at: Any) -> None:
        """What waits for a second step: a copy, an erasure, a questionnaire, a sheet, a release, a key."""
        today = f"{timezone.localdate(at):%d %m %Y}"
        survivors.write(case=self.hers, kind=Kind.PLAN, value=Plan("The neighbour has the keys."), by=self.by, at=at)
        agreed = {"place": "At her sister's", "hers": "on", "wants": "on"}
        post(sara, reverse("survivor-plan-print", args=[self.hers]), **agreed)
        close_file(staff_id=self.mira.pk, thing="case", object_id=self.hers, by=str(self.leyla.pk), at=at)
        begin(sara, may_be_asked(self.by))
        copy = Copy.objects.get()
        where = [self.hers, copy.pk]
        post(sara, reverse("survivor-access-prepare", args=where), language="en")
        post(sara, reverse("survivor-access-safe", args=where), how="here", on=today)
        for part in range(1, 40):
            post_where_there_is(leyla, reverse("survivor-access-part", args=[*where, part]))
        post(leyla, reverse("survivor-access-release", args=where), sure="on")
        other = may_be_asked(self.by, name="Ida Gone")
        asked = post(sara, reverse("survivor-erase", args=[other]), what="erase", basis="wish", words="She asked")
        assert asked.status_code == 302
        (meeting,) = Meeting.objects.all()
        post(leyla, reverse("panel-sheet-make", args=[meeting.pk]))
        assert danger(sara, self.leyla).status_code == 302
        last = WorkerKey.objects.order_by("made_at").last()
        assert last
        admitting.ask(ring=Ring.ZONE, key=last.pk, by=self.by, at=timezone.now())

    def _written_again(self, case: UUID, at: Any, *, most: int = 100) -> None:
        """What stands in this case is written into the one that is looked at, too."""
        entries = [(one.kind, one.value, one.at) for one in opened(case, self.by).entries if one.kind is not Kind.LINK]
        survivors.write_all(case=self.hers, entries=entries[:most], by=self.by, at=at)


def post_where_there_is(browser: Any, url: str) -> None:
    if browser.get(url).status_code == 200:
        post(browser, url)


def settled() -> Any:
    return override_settings(DEMO=True, PASSPHRASE_COST=CHEAP)
