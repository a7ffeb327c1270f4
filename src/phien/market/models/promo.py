"""Codes that creators say aloud: whoever types one credits its creator."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PromoCode(models.Model):
    """It gives no discount; it only says who led to the order. A stopped one is not taken any more, and keeps what it
    was credited with."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    creator = models.ForeignKey("people.Actor", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("promo code")
        verbose_name_plural = _("promo codes")
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="one_promo_code_per_campaign")]

    def __str__(self) -> str:
        return self.code
