"""A live event's broadcasts, and what happened in them: pins, moments, muted writers.

A broadcast outlives its connections: a link that drops makes it interrupted, never ended.
"""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from phien.lib import clock
from phien.lib.texts import TextField

LONGEST_SLOW_MODE = 600


class Broadcast(models.Model):
    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Coming")
        PRACTICE = "practice", _("Practice")
        LIVE = "live", _("Live")
        INTERRUPTED = "interrupted", _("Interrupted")
        ENDED = "ended", _("Ended")

    event = models.ForeignKey("campaigns.Event", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(_("name"))
    source = models.CharField(_("source"), max_length=120, help_text=_("kind:key, such as loop:quynh-son"))
    poster = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    is_practice = models.BooleanField(_("practice"), default=False)
    keeps_time = models.BooleanField(_("starts and ends by the clock"), default=False)
    slow_mode_seconds = models.PositiveSmallIntegerField(
        _("seconds between two messages of a writer"), default=0, validators=[MaxValueValidator(LONGEST_SLOW_MODE)]
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    interrupted_at = models.DateTimeField(_("interrupted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["event__starts_at", "pk"]
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None, ended_at=None)
                | Q(started_at__isnull=False) & (Q(ended_at=None) | Q(ended_at__gte=F("started_at"))),
                name="broadcast_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def topic(self) -> str:
        """Where its messages go, what its hits are about, and the origin of what it sells."""
        return f"broadcast:{self.slug}"

    @property
    def path(self) -> str:
        """The room's address in the site's first language."""
        with override(settings.LANGUAGE_CODE):
            return reverse("live", args=[self.slug])

    @property
    def state(self) -> str:
        """Read from the times, so that no status can contradict them."""
        if self.ended_at is not None:
            return self.State.ENDED
        if self.started_at is None:
            return self.State.SCHEDULED
        if self.interrupted_at is not None:
            return self.State.INTERRUPTED
        return self.State.PRACTICE if self.is_practice else self.State.LIVE

    @property
    def is_on(self) -> bool:
        """Started and not ended; the picture may be missing just now."""
        return self.started_at is not None and self.ended_at is None

    def second(self, at: datetime | None = None) -> int:
        """Seconds since the broadcast started; 0 before."""
        if self.started_at is None:
            return 0
        return max(0, int(((at or clock.now()) - self.started_at).total_seconds()))


class Pin(models.Model):
    """A product shown over the picture from `pinned_at` to `unpinned_at`. One at a time."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="pins")
    offer = models.ForeignKey("market.Offer", models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(_("pinned"))
    unpinned_at = models.DateTimeField(_("taken down"), null=True, blank=True)
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pinned_at", "-pk"]
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            models.UniqueConstraint(fields=["broadcast"], condition=Q(unpinned_at=None), name="one_pin_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.offer}"


class MuteQuerySet(models.QuerySet["Mute"]):
    def current(self) -> "MuteQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), lifted_at=None)


class Mute(models.Model):
    """A writer who may not write for a while. The key is a hash: it names nobody."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="mutes")
    author_key = models.CharField(max_length=32, db_index=True)
    author_name = models.CharField(_("name shown"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: to the end"))
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("muted writer")
        verbose_name_plural = _("muted writers")

    def __str__(self) -> str:
        return f"{self.author_name or self.author_key[:6]} ({self.broadcast})"


class Moment(models.Model):
    """What happened at second `second` of a broadcast: a chapter mark of the replay, a line of the report."""

    class Kind(models.TextChoices):
        STARTED = "started", _("Started")
        PIN = "pin", _("Shown")
        SALE = "sale", _("Sold")
        INTERRUPTED = "interrupted", _("Picture lost")
        RESUMED = "resumed", _("Picture back")
        ENDED = "ended", _("Ended")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="moments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"))
    second = models.PositiveIntegerField(_("second"))
    ref = models.CharField(_("of"), max_length=80, blank=True, help_text=_("The product's slug"))
    quantity = models.PositiveIntegerField(_("quantity"), default=0)
    message = models.PositiveBigIntegerField(_("number of the message"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "message"], name="one_moment_per_message"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref}".strip()
