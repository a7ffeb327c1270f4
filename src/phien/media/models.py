"""Assets: one file each, its original kept private, its renditions public under unguessable names."""

from django.core.files.storage import default_storage
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import TextField


class Asset(models.Model):
    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        VIDEO = "video", _("Film")
        HLS = "hls", _("Stream")
        FILE = "file", _("File")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    alt = TextField(_("description for those who cannot see it"), blank=True)
    original = models.CharField(
        _("private original"), max_length=300, blank=True, help_text=_("Path in the private folder")
    )
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    mime = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(_("length in seconds"), null=True, blank=True, validators=[MinValueValidator(0)])
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sha256[:10]}"

    def rendition(self, name: str) -> "Rendition | None":
        """The rendition of that name; reads what was prefetched."""
        return next((found for found in self.renditions.all() if found.name == name), None)

    def url(self, name: str) -> str:
        """Where a rendition is fetched, or "" where there is none."""
        found = self.rendition(name)
        return found.url if found else ""


class Rendition(models.Model):
    """A public file made from an asset. `name` says what for: small, large, poster, film, playlist."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=20)
    path = models.CharField(max_length=300, help_text=_("Path in the public folder"))
    mime = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="one_rendition_per_name")]

    def __str__(self) -> str:
        return self.path

    @property
    def url(self) -> str:
        return default_storage.url(self.path)
