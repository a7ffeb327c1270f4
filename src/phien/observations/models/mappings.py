"""What the headings of a file mean, where a person said so."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFingerprint(models.Model):
    """One version of a mapping: never changed, for files that were read by it keep it. The newest of its name reads
    new files."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    name = models.SlugField(_("name"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    platform = models.CharField(_("platform"), max_length=30)
    report = models.CharField(_("report"), max_length=60)
    language = models.CharField(_("language"), max_length=10, blank=True)
    head: Any = models.JSONField(_("headings"))
    columns: Any = models.JSONField(help_text=_("What each heading means"))
    reading: Any = models.JSONField(default=dict, help_text=_("How the file writes its sums, numbers and days"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name", "version"], name="one_mapping_per_name_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
