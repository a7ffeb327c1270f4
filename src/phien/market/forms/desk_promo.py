"""Making a promo code, and finding one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.lib.choices import SlugChoiceField
from phien.people.models import Actor, Role


class PromoForm(forms.Form):
    creator = SlugChoiceField(Actor.objects.none(), label=_("Creator"), empty_label=_("Choose…"))
    code = forms.CharField(
        label=_("Code"), max_length=30, required=False, help_text=_("Short, to be said aloud. Empty: one is drawn.")
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Role.objects.current().filter(scope=campaign.scope, duty=Role.Duty.CREATOR).values("actor_id")
        self.fields["creator"].queryset = Actor.objects.filter(pk__in=held).order_by("slug")  # type: ignore[attr-defined]
