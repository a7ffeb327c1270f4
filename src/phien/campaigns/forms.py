"""Campaigns, events and slots as organisers write them down."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from phien.campaigns.actions.reality import LONGEST_DELAY
from phien.campaigns.models import Campaign, Event, Phase, SlotPart
from phien.lib.choices import SlugChoiceField
from phien.lib.texts import FALLBACK, Text, TextFormField
from phien.people.models import Actor, Role
from phien.places.models import Place


class MomentField(forms.DateTimeField):
    """A day and time at the site's place, picked with the device's own calendar."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class HashtagsField(forms.CharField):
    """One or several hashtags, parted by spaces; gives a list."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return list(dict.fromkeys(re.split(r"[\s,;]+", (super().to_python(value) or "").strip()))) if value else []

    def validate(self, value: Any) -> None:
        for tag in value:
            if not re.fullmatch(r"#\w{2,60}", tag):
                raise ValidationError(
                    _("“%(tag)s” is not a hashtag. Write it like #DacSanXuLang."), params={"tag": tag}
                )

    def run_validators(self, value: Any) -> None:
        """Each tag was checked on its own."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


class _WithPeriod(forms.BaseForm):
    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = facts.get("starts_at"), facts.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end must come after the start."))
        return facts


def _places_to_choose(chosen: Place | None) -> QuerySet[Place]:
    """Places with a page, and provinces: the three thousand communes would drown a list."""
    wanted = Q(has_page=True) | Q(kind=Place.Kind.PROVINCE) | Q(pk=chosen.pk if chosen else None)
    return Place.objects.filter(wanted).order_by("-has_page", "slug")


class CampaignForm(_WithPeriod, forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    organiser = SlugChoiceField(Actor.objects.all(), label=_("Organiser"))
    place = SlugChoiceField(Place.objects.all(), label=_("Place"))
    hashtags = HashtagsField(label=_("Hashtags"), required=False)
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))

    class Meta:
        model = Campaign
        fields = [
            "slug", "name", "lead", "story", "edition", "hashtags", "organiser", "place", "starts_at", "ends_at",
            "is_public",
        ]  # fmt: skip


class CampaignTextsForm(CampaignForm):
    """What the campaign's own organisers change; its address and organiser stay."""

    class Meta(CampaignForm.Meta):
        fields = ["name", "lead", "story", "hashtags", "place", "starts_at", "ends_at", "is_public"]
        labels = {"is_public": _("Everybody may see it")}

    organiser = None  # type: ignore[assignment]  # Django's way of leaving a field out

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places_to_choose(self.instance.place)  # type: ignore[attr-defined]


class NewCampaignForm(CampaignForm):
    class Meta(CampaignForm.Meta):
        fields = ["name", "slug", "organiser", "place", "starts_at", "ends_at"]
        labels = {"slug": _("Address")}
        help_texts = {"slug": _("Small letters and hyphens: /c/cho-phien/")}

    hashtags = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places_to_choose(None)  # type: ignore[attr-defined]


class CloneForm(forms.Form):
    name = TextFormField(label=_("Name"), max_length=200)
    slug = forms.SlugField(label=_("Address"), max_length=80, help_text=_("Small letters and hyphens: /c/cho-phien/"))
    starts_at = MomentField(label=_("Starts"))


class PhaseForm(_WithPeriod, forms.ModelForm):  # type: ignore[type-arg]
    owner = SlugChoiceField(Actor.objects.all(), required=False, label=_("Looked after by"))
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))

    class Meta:
        model = Phase
        fields = ["kind", "name", "owner", "starts_at", "ends_at"]


class EventForm(_WithPeriod, forms.ModelForm):  # type: ignore[type-arg]
    place = SlugChoiceField(Place.objects.all(), label=_("Place"))
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))

    class Meta:
        model = Event
        fields = ["slug", "kind", "name", "lead", "place", "starts_at", "ends_at"]
        labels = {"slug": _("Address")}


class DeskEventForm(EventForm):
    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        chosen = self.instance.place if self.instance.pk else campaign.place
        self.fields["place"].queryset = _places_to_choose(chosen)  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.campaign.events.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another event of this campaign already has this address."))
        return slug


class NoteForm(forms.Form):
    """A line for those who planned to come, in the language in which the organiser works."""

    words = forms.CharField(label=_("Why"), required=False, max_length=200)

    def note(self) -> Text:
        return Text.of({get_language() or FALLBACK: self.cleaned_data["words"]})


class DelayForm(NoteForm):
    """How late: `quick` is a button's number and goes before what stands in the field. 0 takes a delay back."""

    quick = forms.IntegerField(min_value=0, max_value=LONGEST_DELAY, required=False)
    minutes = forms.IntegerField(label=_("Minutes late"), min_value=0, max_value=LONGEST_DELAY, required=False)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("quick") is not None:
            facts["minutes"] = facts["quick"]
        elif facts.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("How many minutes?"))
        return facts


class VersionsForm(forms.Form):
    """Which two released versions are put beside each other; 0 is before the first."""

    to = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.IntegerField(min_value=0, max_value=100_000, required=False)


class NewPlaceForm(forms.Form):
    """A village or venue that is not known here yet."""

    name = TextFormField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in Place.Kind.choices if choice[0] not in {Place.Kind.COUNTRY, Place.Kind.PROVINCE}],
        initial=Place.Kind.VILLAGE,
    )
    parent = SlugChoiceField(Place.objects.none(), label=_("Lies in"))
    story = TextFormField(label=_("About"), required=False, rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = _places_to_choose(None)  # type: ignore[attr-defined]


class SlotForm(_WithPeriod, forms.Form):
    event = SlugChoiceField(Event.objects.none(), label=_("Event"))
    title = TextFormField(label=_("Title"), max_length=200)
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))

    def __init__(self, *args: Any, campaign: Campaign, people: QuerySet[Actor] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = campaign.events.all()  # type: ignore[attr-defined]
        for part in SlotPart.Part:
            self.fields[part.value] = forms.ModelMultipleChoiceField(
                Actor.objects.all() if people is None else people,
                to_field_name="slug",
                required=False,
                label=part.label,
                widget=forms.CheckboxSelectMultiple,
            )

    def parts(self) -> dict[str, list[Actor]]:
        return {part: list(self.cleaned_data[part]) for part in SlotPart.Part.values}


class ReleaseForm(forms.Form):
    note = TextFormField(
        label=_("What changed"),
        required=False,
        max_length=300,
        help_text=_("One line for those who follow the programme."),
    )


class PersonForm(forms.Form):
    """Somebody new in the campaign."""

    name = TextFormField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Actor.Kind.choices, initial=Actor.Kind.PERSON)
    duty = forms.ChoiceField(label=_("Duty"), choices=Role.Duty.choices, initial=Role.Duty.CREATOR)
    place = SlugChoiceField(Place.objects.none(), required=False, label=_("Place"))
    bio = TextFormField(label=_("About"), required=False, rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places_to_choose(None)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A duty for somebody who is known here already."""

    actor = SlugChoiceField(Actor.objects.order_by("slug"), label=_("Who"))
    duty = forms.ChoiceField(label=_("Duty"), choices=Role.Duty.choices)
