"""Groups, their sessions and who leads them; each programme's rules of attendance and holidays."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from article16.common.accounts.models import Programme, Staff

GROUP = "staff of the programme; no personal data of men; kept while its records are kept"
RULES = "staff of the programme; no personal data of men; kept"


class GroupKind(models.TextChoices):
    CLOSED = "closed", _("Closed: all begin together")
    ROLLING = "rolling", _("Rolling: men begin at any time")


class Where(models.TextChoices):
    VENUE = "venue", _("In a room")
    ONLINE = "online", _("Online")


class Gender(models.TextChoices):
    WOMAN = "woman", pgettext_lazy("facilitator", "Woman")
    MAN = "man", pgettext_lazy("facilitator", "Man")
    OTHER = "other", pgettext_lazy("facilitator", "Another gender")
    NOT_SAID = "not-said", pgettext_lazy("facilitator", "Rather not say")


class AttendanceRules(models.Model):
    """What absences bring in one programme, from a day on. A change is a new row; the newest of a day counts."""

    PRIVACY = dict.fromkeys(
        [
            *(
                "id",
                "programme",
                "since",
                "largest_group",
                "allowed",
                "allowed_in_row",
                "letter",
                "review",
                "exclusion",
            ),
            *("letter_in_row", "review_in_row", "exclusion_in_row", "excused_count", "sent_away_counts"),
            *("alone_counts", "minimum_minutes", "make_ups", "answer_days", "written_at", "written_by"),
        ],
        RULES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    since = models.DateField()
    largest_group = models.PositiveSmallIntegerField()
    allowed = models.PositiveSmallIntegerField()
    allowed_in_row = models.PositiveSmallIntegerField()
    letter = models.PositiveSmallIntegerField(null=True)
    review = models.PositiveSmallIntegerField(null=True)
    exclusion = models.PositiveSmallIntegerField(null=True)
    letter_in_row = models.PositiveSmallIntegerField(null=True)
    review_in_row = models.PositiveSmallIntegerField(null=True)
    exclusion_in_row = models.PositiveSmallIntegerField(null=True)
    excused_count = models.BooleanField()
    sent_away_counts = models.BooleanField()
    alone_counts = models.BooleanField()  # missed sessions with him alone
    minimum_minutes = models.PositiveSmallIntegerField()
    make_ups = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["programme", "-since", "-written_at"], name="rules_newest_first")]

    def __str__(self) -> str:
        return f"rules-{str(self.id)[:8]}"


class Holiday(models.Model):
    """Days on which no group of the programme meets."""

    PRIVACY = dict.fromkeys(
        ["id", "programme", "first", "last", "name", "written_at", "written_by", "removed_at", "removed_by"], RULES
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    name = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="holiday_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="holiday_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"holiday-{str(self.id)[:8]}"


class Group(models.Model):
    """Men who meet once a week, and the slot at which they do."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "programme", "name", "kind", "capacity", "weekday", "time", "minutes", "time_zone", "where"),
            *("place", "first_day", "planned_sessions", "planned_hours", "themes", "ended_on", "written_at"),
            "written_by",
        ],
        GROUP,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=GroupKind)
    capacity = models.PositiveSmallIntegerField(default=8)
    weekday = models.PositiveSmallIntegerField()  # 0: Monday
    time = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=40)
    where = models.CharField(max_length=8, choices=Where)
    place = models.CharField(max_length=160, blank=True)
    first_day = models.DateField()
    planned_sessions = models.PositiveSmallIntegerField()
    planned_hours = models.DecimalField(max_digits=5, decimal_places=1)
    themes = models.TextField(blank=True)  # one line for each place in the curriculum
    ended_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], condition=Q(ended_on__isnull=True), name="group_name_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="group_has_a_weekday"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, capacity__gte=1, planned_sessions__gte=1), name="group_has_a_length"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("first_day")), name="group_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="group_by_name"),
            models.Index(fields=["name", "id"], condition=Q(ended_on__isnull=True), name="group_under_way_by_name"),
        ]

    def __str__(self) -> str:
        return f"group-{str(self.id)[:8]}"


class Facilitator(models.Model):
    """Who leads a group, as one of a pair, and from when to when."""

    PRIVACY = dict.fromkeys(
        ["id", "group", "staff", "seat", "gender", "since", "until"], "staff of the programme; kept with the group"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()  # 1 or 2
    gender = models.CharField(max_length=8, choices=Gender)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "seat"], condition=Q(until__isnull=True), name="one_facilitator_on_a_seat"
            ),
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="facilitators_are_a_pair"),
        ]

    def __str__(self) -> str:
        return f"facilitator-{str(self.id)[:8]}"


class Session(models.Model):
    """One meeting of a group, as planned, moved or cancelled, and whether its register was taken."""

    PRIVACY = {
        **dict.fromkeys(
            [
                *("id", "group", "number", "starts_at", "minutes", "theme", "own_theme", "place", "planned_day"),
                *("by_hand", "extra", "cancelled_at", "cancelled_by", "cancelled_why", "replaced", "taken_at"),
                *("homework_due", "homework"),
            ],
            GROUP,
        ),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # cancelled ones have none
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=160, blank=True)
    own_theme = models.BooleanField(default=False)  # typed for this session, so the group's list leaves it alone
    place = models.CharField(max_length=160, blank=True)  # empty: where the group always meets
    planned_day = models.DateField()  # the day of the slot that it stands for, or, for an extra one, its own
    by_hand = models.BooleanField(default=False)  # moved or added by a person, so a new plan leaves it alone
    extra = models.BooleanField(default=False)  # beyond the planned number
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = models.CharField(max_length=200, blank=True)
    replaced = models.BooleanField(default=True)  # once cancelled: whether the plan goes on one session longer
    taken_at = models.DateTimeField(null=True, blank=True)  # when the last man in it was recorded
    homework_due = models.BooleanField(null=True)  # None: nobody said whether there was any
    homework = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(number__isnull=True), name="cancelled_session_has_no_number"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="session_by_group"),
            models.Index(
                fields=["starts_at"],
                condition=Q(taken_at__isnull=True, cancelled_at__isnull=True),
                name="session_not_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"session-{str(self.id)[:8]}"
