"""Publications as organisers write them down, find them, and give whole lists of them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.campaigns.models import Campaign
from phien.content.completing import NewPublication, handle_of
from phien.content.hashtags import key_of
from phien.content.lists import MOST_BYTES, moment_of
from phien.content.models import Hashtag, Publication
from phien.content.native import recognise
from phien.content.platforms import PLATFORMS
from phien.content.queries.register import Narrowed, creators_of, days_of, months_of, places_of
from phien.lib.choices import SlugChoiceField
from phien.lib.errors import Refused
from phien.people.models import Actor, Role
from phien.places.models import Place

_ORIGIN_WORKED_OUT = [("", _("Work it out from the handle")), *Publication.Origin.choices]


class MomentField(forms.CharField):
    """A time as people write it; gives (time or None, how exact it is)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return moment_of(str(super().clean(value)))
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class PublicationForm(forms.Form):
    """What is said of a publication, beside what it is known by."""

    title = forms.CharField(label=_("Title or caption"), max_length=300, required=False)
    origin = forms.ChoiceField(label=_("Whose"), choices=_ORIGIN_WORKED_OUT, required=False)
    account = forms.CharField(label=_("Handle"), max_length=100, required=False)
    creator = SlugChoiceField(Actor.objects.none(), label=_("Creator"), required=False, empty_label="–")
    place = SlugChoiceField(Place.objects.none(), label=_("Place"), required=False, empty_label="–")
    hashtags = forms.CharField(
        label=_("Hashtags"), max_length=1000, required=False, help_text=_("Parted by spaces; else those in the title.")
    )
    disclosure = forms.ChoiceField(label=_("Disclosure"), choices=Publication.Disclosure, required=False)
    published_at = MomentField(label=_("Published"), help_text=_("8/12/2026 09:30, or the day alone."))

    def __init__(self, *args: Any, campaign: Campaign, chosen: Publication | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Role.objects.current().filter(scope=campaign.scope, duty=Role.Duty.CREATOR).values("actor_id")
        creators = Actor.objects.filter(pk__in=held)
        places = Place.objects.filter(has_page=True)
        if chosen is not None:
            creators |= Actor.objects.filter(pk=chosen.creator_id or 0)
            places |= Place.objects.filter(pk=chosen.place_id or 0)
        self.fields["creator"].queryset = creators.order_by("slug")  # type: ignore[attr-defined]
        self.fields["place"].queryset = places.order_by("slug")  # type: ignore[attr-defined]

    def clean_account(self) -> str:
        return handle_of(self.cleaned_data["account"])

    def tags(self) -> list[str]:
        written = self.cleaned_data["hashtags"].replace(",", " ").replace(";", " ").split()
        return [tag.lstrip("#")[:100] for tag in written if key_of(tag)]


class AddForm(PublicationForm):
    """An address is enough; what has none is named by platform and native id, or seen off line."""

    url = forms.CharField(label=_("Address"), max_length=500, required=False)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    native_id = forms.CharField(
        label=_("Native id"), max_length=160, required=False, help_text=_("Where there is no address.")
    )
    field_order = ["url", "platform", "native_id"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("As the address says")), *PLATFORMS.items()]
        cast("forms.ChoiceField", self.fields["platform"]).choices = choices
        self.fields["url"].widget.attrs |= {"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url and self.data.get("platform") != "offline":
            try:
                recognise(url)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return url

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said["url"] and not said["native_id"] and said["platform"] != "offline":
            self.add_error("url", _("Give the address, or platform and native id."))
        return said

    def publication(self) -> NewPublication:
        said = self.cleaned_data
        published_at, precision = said["published_at"]
        return NewPublication(
            platform=said["platform"],
            native_id=said["native_id"],
            url=said["url"],
            origin=said["origin"],
            title=said["title"],
            account=said["account"],
            creator=said["creator"],
            place=said["place"],
            hashtags=tuple(self.tags()),
            disclosure=said["disclosure"],
            published_at=published_at,
            precision=precision,
        )


class ChangeForm(PublicationForm):
    origin = forms.ChoiceField(label=_("Whose"), choices=Publication.Origin)

    @classmethod
    def initial_of(cls, publication: Publication) -> dict[str, Any]:
        at = publication.published_at
        local = timezone.localtime(at) if at else None
        day_only = publication.precision == Publication.Precision.DAY
        return {
            "title": publication.title,
            "origin": publication.origin,
            "account": publication.account,
            "creator": publication.creator_id,
            "place": publication.place_id,
            "hashtags": " ".join(f"#{tag.written}" for tag in publication.taggings.all()),
            "disclosure": publication.disclosure,
            "published_at": local.strftime("%d/%m/%Y" if day_only else "%d/%m/%Y %H:%M:%S") if local else "",
        }

    def facts(self, publication: Publication) -> dict[str, Any]:
        """What differs from what is known now."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in {"hashtags", "published_at"}}
        said["published_at"], precision = self.cleaned_data["published_at"]
        was = publication.published_at
        if was and said["published_at"] and abs(said["published_at"] - was).total_seconds() < 1:
            said["published_at"], precision = was, publication.precision  # seconds' parts are not shown
        said["precision"] = precision
        return {name: value for name, value in said.items() if getattr(publication, name) != value}


class FindForm(forms.Form):
    """The list's search and filters. What is not understood narrows nothing."""

    q = forms.CharField(label=_("Title, handle, id, address or #hashtag"), max_length=500, required=False)
    origin = forms.ChoiceField(label=_("Whose"), required=False)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    creator = forms.ChoiceField(label=_("Creator"), required=False)
    place = SlugChoiceField(Place.objects.none(), label=_("Place"), required=False, empty_label=_("All"))
    hashtag = forms.ChoiceField(label=_("Hashtag"), required=False)
    disclosure = forms.ChoiceField(label=_("Disclosure"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    day = forms.ChoiceField(label=_("Day"), required=False)
    removed = forms.BooleanField(label=_("Removed ones"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags = Hashtag.objects.filter(campaign=campaign, stands_for=None).order_by("key")[:300]
        choices: dict[str, list[tuple[str, Any]]] = {
            "origin": list(Publication.Origin.choices),
            "platform": list(PLATFORMS.items()),
            "creator": creators_of(campaign),
            "hashtag": [(tag.key, str(tag)) for tag in tags],
            "disclosure": list(Publication.Disclosure.choices),
            "month": [(f"{day:%Y-%m}", f"{day:%m/%Y}") for day in months_of(campaign)],
            "day": [(f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}") for day in days_of(campaign)],
        }
        for name, options in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *options]
        self.fields["place"].queryset = places_of(campaign)  # type: ignore[attr-defined]
        self.fields["q"].widget.input_type = "search"

    def narrowed(self) -> Narrowed:
        if not self.is_bound:
            return Narrowed()
        self.full_clean()
        said = self.cleaned_data
        month, day = said.get("month"), said.get("day")
        return Narrowed(
            text=said.get("q", "").strip(),
            **{name: said.get(name, "") for name in ("origin", "platform", "creator", "hashtag", "disclosure")},
            place=said.get("place"),
            month=moment_of(f"{month}-01")[0].date() if month else None,  # type: ignore[union-attr]  # a choice
            day=moment_of(day)[0].date() if day else None,  # type: ignore[union-attr]
            removed=said.get("removed", False),
        )


class PasteForm(forms.Form):
    """Lines that somebody pasted."""

    lines = forms.CharField(
        label=_("One address in each line"),
        max_length=2_000_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=_("After a tab may stand: title, tab, hashtags, tab, creator, tab, place. At most 5,000 lines."),
    )
    origin = forms.ChoiceField(label=_("Whose, where a line does not say"), choices=_ORIGIN_WORKED_OUT, required=False)


class UploadForm(forms.Form):
    """A table as a file."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Its first line names the columns; at most 60,000 rows, in UTF-8 or UTF-16."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    origin = forms.ChoiceField(label=_("Whose, where a row does not say"), choices=_ORIGIN_WORKED_OUT, required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 40 MB."))
        return file


class RemoveForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class JoinForm(forms.Form):
    """Which hashtag another one is a variant of, as people write it."""

    into = forms.CharField(label=_("It is a variant of"), max_length=120)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean_into(self) -> Hashtag:
        tag = Hashtag.objects.filter(campaign=self.campaign, key=key_of(self.cleaned_data["into"])).first()
        if tag is None:
            raise ValidationError(_("There is no such hashtag in this campaign."))
        return tag


class MergeForm(forms.Form):
    """Which of a group is kept, and which are its copies."""

    keep = forms.IntegerField()
    copies = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.getlist("copies") if hasattr(self.data, "getlist") else []
        cast("forms.MultipleChoiceField", self.fields["copies"]).choices = [(pk, pk) for pk in sent if pk.isdecimal()]
