"""Products shown over the picture, the shelf they stand on, and what happened at which second."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phien.live.models.broadcasts import Broadcast


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


class Moment(models.Model):
    """What happened at second `second` of a broadcast: a chapter mark of the replay, a line of the report."""

    class Kind(models.TextChoices):
        STARTED = "started", _("Started")
        PIN = "pin", _("Shown")
        SALE = "sale", _("Sold")
        INTERRUPTED = "interrupted", _("Picture lost")
        RESUMED = "resumed", _("Picture back")
        ENDED = "ended", _("Ended")
        HANDED_OVER = "handed_over", _("Handed over to others")
        BACK_SOON = "back_soon", _("Back soon")
        WARNING = "warning", _("Warning")
        CUT = "cut", _("Stopped")

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="moments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"))
    second = models.PositiveIntegerField(_("second"))
    ref = models.CharField(_("of"), max_length=80, blank=True, help_text=_("The product's slug, or the slot's title"))
    quantity = models.PositiveIntegerField(_("quantity"), default=0)
    message = models.PositiveBigIntegerField(_("number of the message"), null=True, blank=True)
    clip = models.ForeignKey("content.Post", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "message"], name="one_moment_per_message"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref}".strip()


class Shelved(models.Model):
    """A product put on a broadcast's own shelf, in its order. Without any, the programme's slots fill the shelf."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="shelf")
    offer = models.ForeignKey("market.Offer", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("product on the shelf")
        verbose_name_plural = _("products on the shelf")
        constraints = [models.UniqueConstraint(fields=["broadcast", "offer"], name="one_place_on_the_shelf")]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.offer}"
