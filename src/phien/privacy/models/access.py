"""Who looked at somebody's data, took it out or erased it. Written once, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessRecord(models.Model):
    class What(models.TextChoices):
        LOOKED_FOR = "looked_for", _("Looked for")
        READ = "read", _("Read")
        HANDED_OUT = "handed_out", _("Handed out")
        TAKEN = "taken", _("Taken by the person")
        ERASED = "erased", _("Erased")
        PROOF = "proof", _("Proof of a consent opened")
        CONSENTS = "consents", _("Consents of a person read")
        TABLE = "table", _("Table taken out")

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(_("what"), max_length=12, choices=What)
    person_key = models.CharField(_("pseudonym"), max_length=16, blank=True, db_index=True)
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey("privacy.Request", models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey("privacy.Consent", models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("accesses")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
