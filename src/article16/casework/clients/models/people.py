"""The man, his names, his passages through programmes, and where each programme's messages go."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.common.accounts.models import Programme, Staff

from ..kinds import EpisodeState

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
        **dict.fromkeys(["id", "code", "name", "birth_date", "created_at", "merged_into"], HIS_FILE),
        "mailbox": "nobody; names him to the support service in sealed messages; erased with his file",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    birth_date = models.DateField(null=True, blank=True)
    mailbox = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="client_by_name"),
            models.Index(fields=["birth_date", "id"], name="client_by_birth_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="nobody_is_merged_into_himself"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class NamePart(models.Model):
    """One word of one of his names, now or earlier, without what people write differently; see `clients.names`."""

    PRIVACY = dict.fromkeys(["client", "part"], HIS_FILE)

    pk = models.CompositePrimaryKey("client", "part")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)  # the key begins with it
    part = models.CharField(max_length=60)

    class Meta:
        indexes = [
            # Whole words, and beginnings of words, are found by it on both databases.
            models.Index(
                fields=["part", "client"], name="namepart_found", opclasses=["varchar_pattern_ops", "uuid_ops"]
            ),
        ]

    def __str__(self) -> str:
        return f"namepart-{str(self.client_id)[:8]}"


class Correction(models.Model):
    """His name or date of birth was wrong or has changed. What stood there before is kept."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "client", "name_before", "birth_date_before", "name", "birth_date", "reason"],
            *["written_at", "written_by"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    name_before = models.CharField(max_length=160)
    birth_date_before = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=160)
    birth_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"correction-{str(self.id)[:8]}"


class Merge(models.Model):
    """Two files were one man: which one went into which, why, and what its episodes were numbered before."""

    PRIVACY = dict.fromkeys(
        ["id", "merged", "into", "reason", "episodes", "moved", "written_at", "written_by"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merged = models.ForeignKey(Client, models.PROTECT, related_name="+")
    into = models.ForeignKey(Client, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    episodes = models.JSONField()  # id and earlier number of each episode that moved
    moved = models.JSONField(null=True)  # all else that moved, so that it can go back; empty in merges of before 0.2.0
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"merge-{str(self.id)[:8]}"


class Unmerge(models.Model):
    """A merge was wrong: they are two men after all, and what had moved went back."""

    PRIVACY = dict.fromkeys(["id", "merge", "reason", "written_at", "written_by"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merge = models.OneToOneField(Merge, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"unmerge-{str(self.id)[:8]}"


class Meanwhile(models.Model):
    """What was told of an episode under the number of a file that another one went into: its words, nothing of hers."""

    PRIVACY = dict.fromkeys(["id", "episode", "kind", "words", "told_at"], HIS_FILE) | dict.fromkeys(
        ["fact", "told_as"], "nobody; names a fact to the support service; erased with his file"
    )

    episode = models.ForeignKey("Episode", models.CASCADE, related_name="+")
    fact = models.UUIDField()  # as it was told first
    told_as = models.UUIDField()  # as it was told last: another one since the merge was taken back
    kind = models.CharField(max_length=20)  # of message
    words = models.TextField()  # the message as it was told last; never one that carries what is sealed for her service
    told_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["fact"], name="meanwhile_by_fact")]

    def __str__(self) -> str:
        return f"meanwhile {str(self.fact)[:8]}"


class Episode(models.Model):
    """One passage of one man through one programme."""

    PRIVACY = dict.fromkeys(
        ["id", "client", "programme", "number", "opened_on", "state", "ended_on", "intake_done_at"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    state = models.CharField(max_length=10, choices=EpisodeState, default=EpisodeState.REFERRED)
    ended_on = models.DateField(null=True, blank=True)
    # When he was found suitable and had signed; kept here too, so that men who wait for a place are not looked through.
    intake_done_at = models.DateTimeField(null=True, blank=True)

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
        indexes = [
            models.Index(fields=["programme", "state", "client", "id"], name="episode_by_state"),
            models.Index(
                fields=["programme", "state", "opened_on", "id"],
                condition=Q(intake_done_at__isnull=True),
                name="episode_in_intake",
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
