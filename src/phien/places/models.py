"""The tree of places, country to venue. A country's divisions are places too, with their official code."""

from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import TextField


class Place(models.Model):
    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province")
        COMMUNE = "commune", _("Commune")
        VILLAGE = "village", _("Village")
        VENUE = "venue", _("Venue")
        STATION = "station", _("Station")
        HOMESTAY = "homestay", _("Homestay")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(_("official code"), max_length=10, blank=True, db_index=True)
    prefix = models.CharField(_("word before the name"), max_length=20, blank=True, help_text=_("Tỉnh, Xã, Phường…"))
    name = TextField(_("name"))
    story = TextField(_("story"), blank=True, rows=6)
    distinction = TextField(_("distinction"), blank=True)
    distinction_source = models.CharField(_("source of the distinction"), max_length=300, blank=True)
    picture = models.ForeignKey("media.Asset", models.SET_NULL, null=True, blank=True, related_name="+")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    has_page = models.BooleanField(_("has a public page"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="one_place_per_official_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}".strip()

    @property
    def source_host(self) -> str:
        """The site that tells of the distinction, where the source is a page; else ""."""
        parts = urlsplit(self.distinction_source)
        return parts.netloc.removeprefix("www.") if parts.scheme in {"http", "https"} else ""
