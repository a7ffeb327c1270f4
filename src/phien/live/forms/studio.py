"""The studio: how the picture comes in, and where it is sent on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.live.forms.lines import Line
from phien.live.models import Broadcast, Target


class OptionsForm(forms.Form):
    second_publisher = forms.ChoiceField(
        label=_("When a second camera sends"),
        choices=Broadcast.SecondPublisher.choices,
        widget=forms.RadioSelect,
        help_text=_("A phone can always take over by its own button."),
    )
    low_latency = forms.BooleanField(
        label=_("Low delay"),
        required=False,
        help_text=_("About 2 s behind instead of 7; each viewer then asks 4 to 8 times a second."),
    )


class TargetForm(forms.Form):
    """Whether the address can be used is the action's to say."""

    platform = forms.ChoiceField(label=_("Platform"), choices=Target.Platform.choices)
    label = Line(label=_("Name"), max_length=60, help_text=_("As your team calls it."))
    url = forms.CharField(
        label=_("Server"),
        max_length=300,
        help_text=_("Begins with rtmp:// or rtmps://. The platform shows it beside the stream key."),
        widget=forms.TextInput(
            attrs={"list": "servers", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    key = forms.CharField(
        label=_("Stream key"),
        max_length=300,
        help_text=_("Kept encrypted, and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class TargetChangeForm(TargetForm):
    key = forms.CharField(
        label=_("Stream key"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty to keep the one that is kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
