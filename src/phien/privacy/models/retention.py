"""How long each class of data is kept where an organiser chose another period, and each forgetting that was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Period(models.Model):
    holding = models.CharField(_("class of data"), max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))
    set_at = models.DateTimeField(_("applies since"))
    set_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")

    def __str__(self) -> str:
        return f"{self.holding}: {self.days}"


class RetentionRun(models.Model):
    """One forgetting of one class. It is open until nothing more is due, so a run that was cut short goes on.

    `own` ones note what a room forgot by its own clock, added up for at most an hour.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", _("Each day")
        ASKED = "asked", _("Asked for")
        OWN = "own", _("By its own clock")

    holding = models.CharField(_("class of data"), max_length=40)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    asked_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("began"))
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    count = models.PositiveBigIntegerField(_("forgotten"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("forgetting")
        verbose_name_plural = _("forgettings")
        indexes = [
            models.Index(fields=["holding", "-started_at"], name="runs_of_a_holding"),
            models.Index(fields=["-started_at"], name="runs_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["holding"], condition=Q(finished_at=None) & ~Q(kind="own"), name="one_open_run_per_holding"
            ),
            models.UniqueConstraint(
                fields=["holding"], condition=Q(finished_at=None, kind="own"), name="one_open_own_run_per_holding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.started_at:%Y-%m-%d}: {self.count}"
