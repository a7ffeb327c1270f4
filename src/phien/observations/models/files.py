"""A platform's export: the file as it was given, and how far it has come."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    def taken_in(self) -> "ExportFileQuerySet":
        """Whose rows count."""
        return self.filter(state=ExportFile.State.TAKEN_IN)


class ExportFile(models.Model):
    """One file of one campaign, known by the SHA-256 of the bytes that were given to us. Where it has personal columns,
    only a copy with those cells emptied stays once it is taken in: `kept_sha256` is then the copy's."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("Not recognised")
        GIVEN = "given", _("Waits for a look")
        TAKING_IN = "taking_in", _("Being taken in")
        TAKEN_IN = "taken_in", _("Taken in and counted")
        UNDONE = "undone", _("Undone")

    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State)
    simulated = models.BooleanField(_("made up for a demo"), default=False)

    platform = models.CharField(_("platform"), max_length=30, blank=True)
    report = models.CharField(_("report"), max_length=60, blank=True)
    sheets: Any = models.JSONField(
        default=list, blank=True, help_text=_("Each table in the file, and the fingerprint by which it is read")
    )
    answers: Any = models.JSONField(default=dict, blank=True, help_text=_("What the file does not say by itself"))

    raw_path = models.CharField(
        max_length=200, blank=True, help_text=_("Where the bytes that were given lie, until a blanked copy stands in")
    )
    kept_path = models.CharField(max_length=200, blank=True)
    kept_sha256 = models.CharField(_("SHA-256 of the kept copy"), max_length=64)
    kept_size = models.PositiveBigIntegerField(_("size of the kept copy"))

    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    lines_done = models.PositiveBigIntegerField(default=0)
    lines_in_all = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("why it could not be taken in"), max_length=500, blank=True)
    taken_in_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    taken_in_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    counts: Any = models.JSONField(default=dict, blank=True)
    skipped: Any = models.JSONField(
        default=list, blank=True, help_text=_("Line, table and reason of each skipped row, up to a bound")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("reason for undoing"), max_length=300, blank=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "sha256"], name="an_export_is_given_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken_in", "undone"]) | Q(taken_in_at__isnull=False),
                name="taken_in_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="exports_by_state"),
            models.Index(fields=["campaign", "-given_at"], name="exports_of_a_campaign"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_blanked(self) -> bool:
        """Whether what is kept is no longer what was given."""
        return self.kept_sha256 != self.sha256

    @property
    def is_open(self) -> bool:
        """Whether nothing of it counts yet, so that it may be dropped or looked at again."""
        return self.state in {self.State.UNKNOWN, self.State.GIVEN}

    @property
    def path(self) -> str:
        """Where its bytes lie in the private storage."""
        return self.kept_path or self.raw_path

    def staged_name(self, stream: str) -> str:
        """What evidence says a segment of it was made from."""
        return f"import-{self.pk}.{stream}.parquet"


class PromisedExport(models.Model):
    """The SHA-256 of a file that somebody will send: another file of that name is not the one that was meant."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    note = models.CharField(_("what the file is"), max_length=200, blank=True)
    promised_at = models.DateTimeField(_("promised"))
    promised_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-promised_at", "-pk"]
        verbose_name = _("promised export")
        verbose_name_plural = _("promised exports")
        constraints = [models.UniqueConstraint(fields=["campaign", "sha256"], name="a_hash_is_promised_once")]

    def __str__(self) -> str:
        return self.name


class LiveMatch(models.Model):
    """A platform's live session that has no number of ours, and the broadcast that a person says it was. Without a
    broadcast a person has said that it was none of ours."""

    export = models.ForeignKey(ExportFile, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    broadcast = models.ForeignKey("live.Broadcast", models.PROTECT, null=True, blank=True, related_name="+")
    confidence = models.PositiveSmallIntegerField(_("how sure it looked, of 100"))
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["subject"]
        constraints = [models.UniqueConstraint(fields=["export", "subject"], name="one_match_per_session")]

    def __str__(self) -> str:
        return self.subject
