"""The man, his passages through programmes, and where each programme's messages go."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.models import Programme, Staff

HIS_FILE = "staff of his programmes, except those to whom his file is closed; erased with his file"


class Counter(models.Model):
    """The next number of a row of codes. Taking it locks it until the transaction ends, so that none is given twice."""

    PRIVACY = dict.fromkeys(["name", "next"], "nobody; no personal data")

    name = models.CharField(max_length=20, primary_key=True)
    next = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Client(models.Model):
    """A person. He may pass through programmes more than once; each passage is an episode."""

    PRIVACY = {
        **dict.fromkeys(["id", "code", "name", "birth_date", "created_at"], HIS_FILE),
        "mailbox": "nobody; names him to the support service in sealed messages; erased with his file",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    birth_date = models.DateField(null=True, blank=True)
    mailbox = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="client_by_name")]

    def __str__(self) -> str:
        return self.code


class EpisodeState(models.TextChoices):
    """Where an episode stands. Why it ended or rests stands in the rows of endings."""

    REFERRED = "referred", _("Referred")
    ACTIVE = "active", _("In the programme")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class Episode(models.Model):
    """One passage of one man through one programme."""

    PRIVACY = dict.fromkeys(["id", "client", "programme", "number", "opened_on", "state", "ended_on"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    state = models.CharField(max_length=10, choices=EpisodeState, default=EpisodeState.REFERRED)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="episode_number_once"),
            models.CheckConstraint(
                condition=Q(state=EpisodeState.ENDED, ended_on__isnull=False)
                | (~Q(state=EpisodeState.ENDED) & Q(ended_on__isnull=True)),
                name="ended_episode_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")), name="episode_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"episode-{str(self.id)[:8]}"


class SupportLink(models.Model):
    """Where a programme's messages go: to a support zone, or, where there is no women's service, to a named person."""

    PRIVACY = dict.fromkeys(["programme", "zone", "alerts_to"], "administrators; kept while the programme runs")

    programme = models.OneToOneField(Programme, models.CASCADE, primary_key=True, related_name="+")
    zone = models.CharField(max_length=32, blank=True)
    alerts_to = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(zone="") | Q(alerts_to__isnull=False), name="somebody_is_warned"),
        ]

    def __str__(self) -> str:
        return f"support-of-{self.programme_id}"
