"""Campaigns with their phases and chapters; events whose slots stand in a numbered programme."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phien.lib import clock
from phien.lib.texts import TextField


class Campaign(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(_("name"))
    lead = TextField(_("one line"), blank=True)
    story = TextField(_("story"), blank=True, rows=6)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    hashtags = models.JSONField(_("hashtags"), default=list, blank=True)
    organiser = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    cover = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    scope = models.OneToOneField("people.Scope", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="campaign_ends_after_its_start")
        ]

    def __str__(self) -> str:
        return str(self.name)

    def state(self, at: datetime | None = None) -> str:
        """coming, running or past."""
        at = at or clock.now()
        return "coming" if at < self.starts_at else "past" if at >= self.ends_at else "running"


class Phase(models.Model):
    class Kind(models.TextChoices):
        CLIPS = "clips", _("Clips")
        MARKET = "market", _("Market")
        TRAINING = "training", _("Training")
        FORUM = "forum", _("Forum")
        OTHER = "other", _("Other")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = TextField(_("name"))
    owner = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="phase_ends_after_start")]

    def __str__(self) -> str:
        return str(self.name)


class Chapter(models.Model):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="chapters")
    slug = models.SlugField(max_length=60)
    name = TextField(_("name"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        constraints = [models.UniqueConstraint(fields=["campaign", "slug"], name="one_chapter_per_slug")]

    def __str__(self) -> str:
        return str(self.name)


class Event(models.Model):
    class Kind(models.TextChoices):
        LIVE = "live", _("Live")
        MARKET = "market", _("Market")
        TRAINING = "training", _("Training")
        FORUM = "forum", _("Forum")
        OTHER = "other", _("Other")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="events")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = TextField(_("name"))
    lead = TextField(_("one line"), blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    scope = models.OneToOneField("people.Scope", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_note = TextField(_("why it is cancelled"), blank=True)
    delay_minutes = models.PositiveSmallIntegerField(_("minutes late, as announced"), default=0)
    delay_note = TextField(_("why it is late"), blank=True)
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "slug"], name="one_event_per_slug"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(began_at__isnull=False, finished_at__gte=F("began_at")),
                name="event_finished_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def delay(self) -> timedelta:
        """By how much everything in it is moved, as announced."""
        return timedelta(minutes=self.delay_minutes)

    @property
    def expected_start(self) -> datetime:
        return self.starts_at + self.delay

    @property
    def expected_end(self) -> datetime:
        return self.ends_at + self.delay

    @property
    def minutes_late(self) -> int:
        """How much later than planned it really began; less than 0 where it was early, 0 before it began."""
        return round((self.began_at - self.starts_at).total_seconds() / 60) if self.began_at is not None else 0

    @property
    def minutes_early(self) -> int:
        return -self.minutes_late

    @property
    def ended_early(self) -> bool:
        """Five minutes or more before it was expected to end."""
        return self.finished_at is not None and self.expected_end - self.finished_at >= timedelta(minutes=5)

    def state(self, at: datetime | None = None) -> str:
        """cancelled, coming, on or over: what was noted goes before what the clock says."""
        at = at or clock.now()
        if self.cancelled_at is not None:
            return "cancelled"
        if self.finished_at is not None:
            return "over"
        if self.began_at is not None:
            return "on"
        return "coming" if at < self.expected_start else "over" if at >= self.expected_end else "on"


class Notice(models.Model):
    """A change of an event that people who planned to come must hear of. Calendars count these: none is ever removed.

    `version` is the number of the programme that was public then, 0 before the first.
    """

    class What(models.TextChoices):
        DELAYED = "delayed", _("Later than planned")
        ON_TIME = "on_time", _("On time after all")
        CANCELLED = "cancelled", _("Cancelled")
        RESUMED = "resumed", _("Takes place after all")
        MOVED = "moved", _("Another time or place")

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    what = models.CharField(_("what"), max_length=10, choices=What)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    note = TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return f"{self.event}: {self.get_what_display()}"


class Programme(models.Model):
    """One numbered version of a campaign's slots. The working copy has no number and is not public."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="programmes")
    number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    note = TextField(_("what changed"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_programme_per_number"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(number=None), name="one_working_copy_per_campaign"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.number or '–'}"


class Slot(models.Model):
    """A stretch of an event: who presents, who knows. `key` stays the same from version to version."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="slots")
    event = models.ForeignKey(Event, models.CASCADE, related_name="slots")
    key = models.UUIDField()
    title = TextField(_("title"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="one_slot_per_key"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def expected_start(self) -> datetime:
        """Moved by the delay of its event, which should be at hand."""
        return self.starts_at + self.event.delay

    @property
    def expected_end(self) -> datetime:
        return self.ends_at + self.event.delay


class SlotPart(models.Model):
    class Part(models.TextChoices):
        PRESENTER = "presenter", _("Presents")
        KNOWER = "knower", _("Knows")
        SPEAKER = "speaker", _("Speaks")

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="parts")
    actor = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "actor", "part"], name="one_part_per_actor")]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_part_display()}"
