"""A random sample of comments that two people label, each by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Negative")
    UNSURE = "unsure", _("Cannot tell")


class Sample(models.Model):
    """Drawn once, from what was there then, by a rule that anybody can follow: of all comments that fit, those `size`
    whose SHA-256 of "seed:key" is smallest."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    seed = models.CharField(_("seed"), max_length=32)
    size = models.PositiveIntegerField(_("how many"))
    rules = models.JSONField(
        _("drawn from"), default=dict, help_text=_("platforms, languages, since, until, without_copies")
    )
    universe = models.JSONField(
        _("how many there were"),
        default=dict,
        help_text=_("drawn_from, and what was left out: copies, erased, other_languages; by_platform, by_language"),
    )
    keys_sha256 = models.CharField(max_length=64)
    first_at = models.DateTimeField(_("first comment"))
    last_at = models.DateTimeField(_("last comment"))
    drawn_at = models.DateTimeField(_("drawn"))
    drawn_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_sample_per_number")]

    def __str__(self) -> str:
        return f"{self.key}"

    @property
    def key(self) -> str:
        """What evidence calls it."""
        return f"{self.campaign.slug}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Seat(models.Model):
    """One of the two who label a sample. Evidence knows them as a and b."""

    class Coder(models.TextChoices):
        A = "a", "A"
        B = "b", "B"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="seats")
    coder = models.CharField(max_length=1, choices=Coder)
    actor = models.ForeignKey("people.Actor", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(_("sits since"))

    class Meta:
        ordering = ["coder"]
        verbose_name = _("seat at a sample")
        verbose_name_plural = _("seats at samples")
        constraints = [
            models.UniqueConstraint(fields=["sample", "coder"], name="one_seat_per_coder"),
            models.UniqueConstraint(fields=["sample", "actor"], name="one_seat_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.coder}"


class Item(models.Model):
    """One comment of a sample. `settled` is what a third, or the two together, made of a disagreement."""

    class How(models.TextChoices):
        THIRD = "third", _("a third person")
        TOGETHER = "together", _("the two together")

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    comment = models.ForeignKey("sentiment.Comment", models.CASCADE, related_name="+")
    settled = models.CharField(_("settled as"), max_length=8, choices=Verdict, blank=True)
    settled_how = models.CharField(_("settled by"), max_length=8, choices=How, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        verbose_name = _("comment in a sample")
        verbose_name_plural = _("comments in samples")
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="one_item_per_position"),
            models.UniqueConstraint(fields=["sample", "comment"], name="one_item_per_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}#{self.position}"


class Label(models.Model):
    """What one of the two says of one comment."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="labels")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="labels")
    said = models.CharField(_("label"), max_length=8, choices=Verdict)
    at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_label_per_person")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.said}"
