"""Printed numbers. A report is made once and never changed; what may change is whether it is public."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import Text, TextField


class ReportQuerySet(models.QuerySet["Report"]):
    def made(self) -> "ReportQuerySet":
        """Complete reports. A report becomes one by its last write, so that half a report is never read."""
        return self.exclude(made_at=None)

    def public(self) -> "ReportQuerySet":
        return self.made().filter(published_at__isnull=False, withdrawn_at=None)


class Audience(models.TextChoices):
    """For whom a report is made: what it shows first, and how far into detail it goes (see audiences.py)."""

    PRESS = "press", _("The press")
    MINISTRY = "ministry", _("A ministry")
    PARTNERS = "partners", _("Partners")


class ReportOrder(models.Model):
    """Somebody's order for a report: what it is to hold, and how far the making has come. It is found again from this
    row after a crash. `taken` is a mark of whoever makes it now; `beat_at` is the last sign of life of one who made it
    while somebody waited, and empty where the tick makes it, of which there is one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("being made")
        MADE = "made", _("made")
        REFUSED = "refused", _("could not be made")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    cut_seq = models.PositiveIntegerField(_("manifest entry"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.MINISTRY)
    title = TextField(_("title"), blank=True)
    note = TextField(_("note"), blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    beat_at = models.DateTimeField(null=True, blank=True)
    taken = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("order for a report")
        verbose_name_plural = _("orders for reports")
        indexes = [models.Index(fields=["state", "asked_at"], name="orders_that_wait")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.audience} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING)


class Report(models.Model):
    """The figures of a campaign's window, from sealed evidence up to a cut: a manifest entry and its hash."""

    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"), unique=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    tz = models.CharField(max_length=60)
    cut_seq = models.PositiveIntegerField(_("manifest entry"))
    cut_hash = models.CharField(_("manifest hash"), max_length=64)
    sealed_until = models.DateTimeField(_("evidence until"))
    asked_at = models.DateTimeField(_("asked for"))
    made_at = models.DateTimeField(_("made"), null=True, blank=True, db_index=True)
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(_("reason for withdrawing"), max_length=300, blank=True)
    simulated_hits = models.PositiveBigIntegerField(default=0)
    simulated_purchases = models.PositiveBigIntegerField(default=0)
    campaign_name = TextField(_("campaign"), blank=True)
    format = models.CharField(max_length=20)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.MINISTRY)
    title = TextField(_("title"), blank=True, help_text=_("Empty: the campaign's name and the report's number."))
    note = TextField(_("note"), blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    order = models.ForeignKey(ReportOrder, models.SET_NULL, null=True, blank=True, related_name="+")
    payload_sha256 = models.CharField(max_length=64, blank=True)
    files = models.JSONField(default=dict, blank=True)
    checked_at = models.DateTimeField(_("verified"), null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="report_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(made_at__isnull=False), name="only_a_made_report_is_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.number}"

    @property
    def state(self) -> str:
        """draft, published or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        return "published" if self.published_at else "draft"

    @property
    def name(self) -> str:
        """Its title in the reader's language; without one, the campaign and the number."""
        fallback = _("%(campaign)s: report %(number)s") % {"campaign": self.campaign_name, "number": self.number}
        return str(Text.of(self.title)) or str(fallback)

    @property
    def is_simulated(self) -> bool:
        return bool(self.simulated_hits or self.simulated_purchases)

    def local(self, at: datetime) -> datetime:
        """The time as the clocks of the report's zone show it."""
        return at.astimezone(ZoneInfo(self.tz))

    @property
    def local_window(self) -> tuple[datetime, datetime]:
        return self.local(self.since), self.local(self.until)

    def file(self, name: str) -> dict[str, Any] | None:
        """Path, SHA-256 and size of one file: json, pdf.vi, xlsx.fr, visits_by_hour.en.svg …"""
        found = self.files.get(name)
        return found if isinstance(found, dict) else None


class Figure(models.Model):
    """One number of a report: gross, what was left out for which reason, and net."""

    class Source(models.TextChoices):
        COUNTED = "counted", _("counted")
        CLAIMED = "claimed", _("claimed by a platform")
        SAMPLED = "sampled", _("sampled")

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    position = models.PositiveIntegerField()
    metric = models.CharField(max_length=40)
    dimension = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=120, blank=True)
    label = TextField(_("label"), blank=True)
    within = models.CharField(max_length=120, blank=True)
    """The key of the coarser cell that holds this one (a short link's creator), where keys themselves do not say."""
    definition_hash = models.CharField(max_length=64)
    gross = models.DecimalField(max_digits=20, decimal_places=2)
    excluded = models.JSONField(default=dict, blank=True)
    net = models.DecimalField(max_digits=20, decimal_places=2)
    unit = models.CharField(max_length=10)
    source = models.CharField(max_length=10, choices=Source, default=Source.COUNTED)
    low = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "metric", "dimension", "key"], name="one_figure_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.dimension} {self.key}: {self.net}"

    @property
    def left_out(self) -> Decimal:
        return self.gross - self.net


class Bundle(models.Model):
    """A report with all it stands on in one signed file (docs/how/bundle.md). It is made once; a row without `made_at`
    waits to be made, and `beat_at` is when its maker last gave a sign of life. Who reads the desk has it; everybody
    has it only from `opened_at` on, since it holds what small cells were counted from."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="bundle")
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    beat_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("why it could not be made"), max_length=400, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    key = models.CharField(_("fingerprint of the key"), max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened to everybody"), null=True, blank=True)
    opened_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(made_at__isnull=False), name="only_a_made_bundle_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ZIP"

    @property
    def is_public(self) -> bool:
        return self.opened_at is not None and self.report.state == "published"
