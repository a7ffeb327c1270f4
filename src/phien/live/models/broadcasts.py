"""A live event's broadcast. It outlives its connections: a link that drops makes it interrupted, never ended."""

import secrets
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
MOST_PRODUCTS = 100


def new_video_key() -> str:
    """The unguessable name under which a broadcast's picture is kept and fetched."""
    return secrets.token_hex(12)


class Broadcast(models.Model):
    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Coming")
        PRACTICE = "practice", _("Practice")
        LIVE = "live", _("Live")
        INTERRUPTED = "interrupted", _("Interrupted")
        ENDED = "ended", _("Ended")
        CUT = "cut", _("Stopped")

    class SecondPublisher(models.TextChoices):
        REFUSE = "refuse", _("Refuse it")
        TAKE_OVER = "take_over", _("Let it take over")

    event = models.ForeignKey("campaigns.Event", models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(_("name"))
    poster = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    is_practice = models.BooleanField(_("practice"), default=False)
    keeps_time = models.BooleanField(_("starts and ends by the clock"), default=False)
    slow_mode_seconds = models.PositiveSmallIntegerField(
        _("seconds between two messages of a writer"), default=0, validators=[MaxValueValidator(LONGEST_SLOW_MODE)]
    )
    holds_messages = models.BooleanField(_("every message waits for a moderator"), default=False)

    video_key = models.CharField(max_length=32, unique=True, default=new_video_key, editable=False)
    low_latency = models.BooleanField(
        _("low delay"),
        default=True,
        help_text=_("About 2 s behind instead of 7; each viewer then asks 4 to 8 times a second."),
    )
    second_publisher = models.CharField(
        _("when a second camera sends"), max_length=10, choices=SecondPublisher, default=SecondPublisher.REFUSE
    )
    picture_at = models.DateTimeField(_("newest picture"), null=True, blank=True, editable=False)
    back_soon_at = models.DateTimeField(_("pausing since"), null=True, blank=True)
    slot_key = models.UUIDField(null=True, blank=True, help_text=_("The slot handed over to, until the next begins"))
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True, editable=False)

    warning = TextField(_("warning on the screen"), blank=True)
    is_paid_promotion = models.BooleanField(_("paid promotion"), default=False)
    has_ai_presenter = models.BooleanField(_("an artificial presenter"), default=False)

    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    interrupted_at = models.DateTimeField(_("interrupted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cut_at = models.DateTimeField(_("stopped by the organiser"), null=True, blank=True)

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
        if self.cut_at is not None:
            return self.State.CUT
        if self.ended_at is not None:
            return self.State.ENDED
        if self.started_at is None:
            return self.State.SCHEDULED
        if self.interrupted_at is not None:
            return self.State.INTERRUPTED
        return self.State.PRACTICE if self.is_practice else self.State.LIVE

    @property
    def is_on(self) -> bool:
        """Started, not ended, not stopped; the picture may be missing just now."""
        return self.started_at is not None and self.ended_at is None and self.cut_at is None

    def second(self, at: datetime | None = None) -> int:
        """Seconds since the broadcast started; 0 before."""
        if self.started_at is None:
            return 0
        return max(0, int(((at or clock.now()) - self.started_at).total_seconds()))
