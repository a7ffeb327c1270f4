"""What a model said of all comments of a campaign at one moment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from phien.sentiment.models.samples import Sample


class ModelRun(models.Model):
    """Only counts stay, never a model's word about one comment. `tested` holds its errors on a closed sample of the
    same campaign; without such a sample nothing is corrected, and `refused` says why."""

    class Refusal(models.TextChoices):
        NO_SAMPLE = "no_sample", _("No closed sample of this campaign is there to know the model's errors by.")
        TOO_FEW = "too_few", _("Too few labelled comments of this campaign that the model had not been trained on.")
        TOO_ALIKE = "too_alike", _("The model mistakes the labels for one another too often to be corrected.")

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="+")
    model_sha256 = models.CharField(max_length=64)
    model_facts = models.JSONField(
        default=dict, help_text=_("What it was trained on and how, as its file says, without features")
    )
    made_at = models.DateTimeField(_("run at"))
    made_by = models.ForeignKey("people.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    said = models.JSONField(_("what the model said"), default=dict, help_text=_("label → how many"))
    unclassified = models.PositiveIntegerField(_("of other languages"), default=0)
    sample = models.ForeignKey(Sample, models.SET_NULL, null=True, blank=True, related_name="+")
    tested = models.JSONField(
        _("its errors here"), default=list, blank=True, help_text=_("Rows: what it is; columns: what the model said")
    )
    corrected = models.JSONField(_("corrected"), default=dict, blank=True, help_text=_("label → [share, low, high]"))
    refused = models.CharField(_("not corrected because"), max_length=10, choices=Refusal, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("run of a model")
        verbose_name_plural = _("runs of models")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.made_at:%Y-%m-%d %H:%M}"
