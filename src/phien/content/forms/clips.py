"""Clips as their editors write them down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign, Chapter
from phien.content.models import Channel, Post
from phien.lib.choices import SlugChoiceField
from phien.lib.texts import Text
from phien.media.films import MAX_MEGABYTES
from phien.people.models import Actor, Role
from phien.places.models import Place


class ClipForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in its stubs alone
    creator = SlugChoiceField(Actor.objects.all(), label=_("Creator"))
    place = SlugChoiceField(Place.objects.all(), required=False, label=_("Place"))
    chapter = SlugChoiceField(Chapter.objects.none(), required=False, label=_("Chapter"))

    class Meta:
        model = Post
        fields = ["slug", "creator", "title", "caption", "place", "chapter", "content_class", "disclosure"]
        help_texts = {"disclosure": _("What a commercial clip says about who pays for it.")}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = campaign.chapters.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("content_class") == Post.ContentClass.COMMERCIAL and not Text.of(facts.get("disclosure")):
            self.add_error("disclosure", _("A commercial clip says that it is one: write the disclosure first."))
        return facts


class ChannelForm(forms.ModelForm):  # type: ignore[type-arg]
    owner = SlugChoiceField(Actor.objects.all(), label=_("Owner"))

    class Meta:
        model = Channel
        fields = ["owner", "platform", "handle", "url", "mode"]


class DeskClipForm(ClipForm):
    class Meta(ClipForm.Meta):
        fields = ["title", "caption", "creator", "place", "chapter", "content_class", "disclosure"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        held = Role.objects.current().filter(scope=campaign.scope, duty=Role.Duty.CREATOR).values("actor_id")
        creators = Actor.objects.filter(pk__in=held)
        if self.instance.pk:
            creators |= Actor.objects.filter(pk=self.instance.creator_id)
        self.fields["creator"].queryset = creators.order_by("slug")  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.filter(has_page=True).order_by("slug")  # type: ignore[attr-defined]


class FilmForm(forms.Form):
    film = forms.FileField(
        label=_("Film"),
        help_text=_("MP4, held upright, up to 200 MB."),
        widget=forms.FileInput({"accept": "video/mp4"}),
    )

    def clean_film(self) -> Any:
        film = self.cleaned_data["film"]
        if film.size > MAX_MEGABYTES * 1_000_000:
            raise ValidationError(_("The film is larger than 200 MB."))
        return film


class TakeDownForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
