"""What the desk of comments takes in."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.content.platforms import PLATFORMS
from phien.observations.exports.sheets import Sheet
from phien.sentiment.actions.samples import Rules
from phien.sentiment.language import CLASSIFIED, Language
from phien.sentiment.models import Comment, Verdict
from phien.sentiment.naming import author_of
from phien.sentiment.tables import COLUMNS, subject_of

SMALLEST, LARGEST, USUAL = 20, 5000, 400
LANGUAGES = [
    (Language.VI.value, _("Vietnamese")),
    (Language.EN.value, _("English")),
    (Language.OTHER.value, _("Another language")),
    (Language.NONE.value, _("No words")),
]
COLUMN_NAMES = {
    "text": _("The comment's text"),
    "id": _("The comment's own number"),
    "author": _("Who wrote it"),
    "time": _("When"),
    "post": _("Under which post"),
}
# Headings that platforms and collectors use, in lower case: a proposal that a person confirms.
USUAL_HEADINGS = {
    "text": ("text", "comment", "comment text", "content", "message", "bình luận", "nội dung", "nội dung bình luận"),
    "id": ("id", "cid", "comment id", "comment_id", "mã bình luận"),
    "author": ("author", "user", "username", "unique_id", "from", "người viết", "người bình luận", "tác giả", "tên"),
    "time": ("time", "date", "created", "created_time", "create_time", "published_at", "thời gian", "ngày", "lúc"),
    "post": ("post", "post url", "post_id", "video", "video_url", "url", "link", "bài", "bài viết", "liên kết"),
}


class GiveForm(forms.Form):
    file = forms.FileField(label=_("File of comments"), max_length=200)


class ColumnsForm(forms.Form):
    """Which column of which table is what. A file of several tables is asked for the table first, by ?sheet=."""

    platform = forms.ChoiceField(label=_("Platform"))
    post = forms.CharField(
        label=_("All under one post: its address"),
        required=False,
        max_length=500,
        help_text=_("Where no column says under which post a comment stands."),
    )

    def __init__(self, data: Any = None, *, table: Sheet) -> None:
        super().__init__(data)
        self.table = table
        named = [(key, name) for key, name in PLATFORMS.items() if key not in ("site", "offline")]
        self.fields["platform"].choices = named  # type: ignore[attr-defined]
        headings = [heading for heading in dict.fromkeys(table.head) if heading]
        for name in COLUMNS:
            choices: list[tuple[str, Any]] = [(heading, heading) for heading in headings]
            if name != "text":
                choices = [("", _("not in this file")), *choices]
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=COLUMN_NAMES[name],
                choices=choices,
                required=name == "text",
                initial=next((one for one in headings if one.lower() in USUAL_HEADINGS[name]), ""),
            )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        address = facts.get("post", "").strip()
        if address and facts.get("platform"):
            facts["subject"] = subject_of(address, facts["platform"])
            if not facts["subject"]:
                self.add_error("post", _("This address leads to no post that is known here."))
        return facts

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"column_{name}", "") for name in COLUMNS}


class FindForm(forms.Form):
    """What the list of comments is narrowed by."""

    q = forms.CharField(label=_("Words or author"), required=False, max_length=100)
    platform = forms.ChoiceField(
        label=_("Platform"), required=False, choices=[("", _("all")), *((key, name) for key, name in PLATFORMS.items())]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("all")), *LANGUAGES])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("there", _("there")), ("erased", _("erased"))],
    )

    def narrow(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        """What does not parse narrows nothing. @name finds an author by the hash of the name."""
        facts = self.cleaned_data if self.is_valid() else {}
        said = facts.get("q", "").strip()
        if said.startswith("@"):
            platforms = [facts["platform"]] if facts.get("platform") else list(PLATFORMS)
            rows = rows.filter(author__in=[author_of(platform, said) for platform in platforms])
        elif said:
            rows = rows.filter(text__icontains=said)
        for name in ("platform", "language"):
            if facts.get(name):
                rows = rows.filter(**{name: facts[name]})
        if facts.get("state"):
            rows = rows.filter(deleted_at__isnull=facts["state"] == "there")
        return rows


class DrawForm(forms.Form):
    """From what, and how many, a sample is drawn."""

    size = forms.IntegerField(label=_("How many comments"), min_value=SMALLEST, max_value=LARGEST, initial=USUAL)
    since = forms.DateField(
        label=_("Written from"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("to and with"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[pair for pair in LANGUAGES if pair[0] in CLASSIFIED],
        initial=list(CLASSIFIED),
        widget=forms.CheckboxSelectMultiple,
    )
    without_copies = forms.BooleanField(
        label=_("Without copies"),
        required=False,
        help_text=_("Of comments with the same letters only the first; the report says so."),
    )

    def __init__(self, data: Any = None, *, platforms: list[str]) -> None:
        super().__init__(data)
        self.fields["platforms"].choices = [(key, PLATFORMS.get(key, key)) for key in platforms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end must lie after the start."))
        return facts

    def rules(self) -> Rules:
        """Valid only after is_valid()."""
        facts = self.cleaned_data
        zone = timezone.get_default_timezone()
        since = datetime.combine(facts["since"], time(), zone) if facts["since"] else None
        until = datetime.combine(facts["until"] + timedelta(days=1), time(), zone) if facts["until"] else None
        return Rules(
            platforms=tuple(facts["platforms"]),
            languages=tuple(facts["languages"]),
            since=since,
            until=until,
            without_copies=facts["without_copies"],
        )


class SaidForm(forms.Form):
    item = forms.IntegerField(min_value=1)
    said = forms.ChoiceField(choices=Verdict)
