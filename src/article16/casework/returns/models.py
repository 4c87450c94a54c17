"""Numbers of whole months, kept so that the board need not count every row again, and which are out of date."""

from django.db import models

from article16.common.accounts.models import Programme

KEPT = "nobody; numbers of a programme, made again from its rows; kept while it runs"


class Cell(models.Model):
    """How many rows of a month belong to one part of a figure, in one programme. None: no row here."""

    PRIVACY = dict.fromkeys(["id", "figure", "month", "programme", "part", "number"], KEPT)

    figure = models.CharField(max_length=16)
    month = models.DateField()  # its first day
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    part = models.CharField(max_length=60)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "month", "programme", "part"], name="counted_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.month:%Y-%m}"


class Outdated(models.Model):
    """A day about which something was written since its month was counted. The database itself notes it; see guards."""

    PRIVACY = dict.fromkeys(["id", "about", "day"], "nobody; no personal data; gone within a minute")

    about = models.CharField(max_length=12)  # which figures: see queries.MONTHLY
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.about} {self.day}"
