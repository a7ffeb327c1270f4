"""What the desk of exports takes in."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phien.content.models import Publication
from phien.content.platforms import PLATFORMS, name_of
from phien.lib import clock
from phien.live.models import Broadcast
from phien.observations import words
from phien.observations.exports.fingerprints import Column
from phien.observations.models import ExportFile
from phien.observations.queries.mappings import meanings_of, reports_known

MOST_FILES = 20
ENDINGS = ".csv,.xlsx,.zip"


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files in one field."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise ValidationError(_("At most %(most)s files at once."), params={"most": MOST_FILES})
        clean_one = super().clean
        return [clean_one(one, initial) for one in given]


class GiveForm(forms.Form):
    files = _FilesField(  # type: ignore[assignment]  # a form has files of its own, which come before its fields
        label=_("Export files"), allow_empty_file=True, widget=_Files({"accept": ENDINGS})
    )  # an empty one is named by the reader


class AnswersForm(forms.Form):
    """What cannot be known from a file; only the fields that its preview asks for."""

    observed_at = forms.DateTimeField(
        label=_("When was it exported?"),
        help_text=_("Totals are as they stood at that time."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )
    year = forms.IntegerField(
        label=_("Year of the newest day"),
        help_text=_("The file gives days without a year."),
        min_value=2010,
        max_value=2100,
    )
    handle = forms.CharField(
        label=_("Account on the platform"),
        max_length=100,
        help_text=_("The handle that this export is of; the file does not name it."),
    )
    origin = forms.ChoiceField(
        label=_("Whose publications are these?"),
        required=False,
        choices=[("", _("By the account: ours, a partner’s, else a citizen’s")), *Publication.Origin.choices],
    )
    day_first = forms.ChoiceField(
        label=_("03/04 is"),
        choices=[("yes", _("the third of April")), ("no", _("the fourth of March"))],
    )

    def __init__(self, data: Any = None, *, asks: set[str], export: ExportFile) -> None:
        local = timezone.localtime(export.given_at)
        initial = {"observed_at": local, "year": local.year, "day_first": "yes"}
        said = export.answers
        if said.get("observed_at"):
            initial["observed_at"] = datetime.fromisoformat(said["observed_at"])
        initial |= {name: said[name] for name in ("year", "handle", "origin") if said.get(name)}
        if said.get("day_first") is not None:
            initial["day_first"] = "yes" if said["day_first"] else "no"
        super().__init__(data, initial=initial)
        for name in list(self.fields):
            if name not in asks:
                del self.fields[name]

    def clean_observed_at(self) -> Any:
        at = self.cleaned_data["observed_at"]
        if at > clock.now() + timedelta(minutes=5):
            raise ValidationError(_("That lies in the future."))
        return at

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).strip().lstrip("@").lower()

    def answers(self) -> dict[str, Any]:
        """As a file's row holds them; valid only after is_valid()."""
        said = dict(self.cleaned_data)
        if "observed_at" in said:
            said["observed_at"] = said["observed_at"].isoformat()
        if "day_first" in said:
            said["day_first"] = said["day_first"] == "yes"
        return said


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def words(self) -> str:
        """What is looked for; what makes no sense is as if not asked."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class FilterForm(forms.Form):
    q = forms.CharField(label=_("File or hash"), required=False, max_length=100)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ExportFile.State.choices])

    def __init__(self, data: Any = None, *, platforms: list[str]) -> None:
        super().__init__(data)
        names = [(name, PLATFORMS.get(name, name)) for name in platforms]
        self.fields["platform"].choices = [("", _("All")), *names]  # type: ignore[attr-defined]

    def narrowing(self) -> dict[str, str]:
        """What is asked for and makes sense; the rest is as if not asked."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class UndoForm(forms.Form):
    reason = forms.CharField(label=_("Why is it undone?"), max_length=300)


class PromiseForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the file"), max_length=200, help_text=_("Exactly as it will be sent: Content_bep-nha-sim.zip")
    )
    sha256 = forms.CharField(
        label="SHA-256",
        max_length=64,
        help_text=_("64 hexadecimal digits. Linux: sha256sum; macOS: shasum -a 256; Windows: certutil -hashfile."),
    )
    note = forms.CharField(label=_("What the file is"), max_length=200, required=False)

    def clean_sha256(self) -> str:
        digits = str(self.cleaned_data["sha256"]).strip().lower()
        if not re.fullmatch(r"[0-9a-f]{64}", digits):
            raise ValidationError(_("A SHA-256 has 64 hexadecimal digits."))
        return digits


class KindForm(forms.Form):
    """Of which platform and report a file is; what its headings may mean depends on it."""

    kind = forms.ChoiceField(label=_("What kind of export is it?"))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (f"{platform}/{report}", f"{name_of(platform)} · {words.report(report)}")
            for platform, reports in reports_known().items()
            for report in reports
        ]


LEAVE, PERSONAL = "leave", "personal"


class MappingForm(forms.Form):
    """What each heading of a file means: a field `h0`, `h1` … for each, and what the mapping is called."""

    name = forms.SlugField(
        label=_("Name of this mapping"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. The same name again makes a new version of it."),
    )

    def __init__(self, data: Any = None, *, head: list[str], platform: str, report: str, **more: Any) -> None:
        super().__init__(data, **more)
        self.head = head
        fields, figures = meanings_of(platform, report)
        self.meanings = {f"field:{column.field}:{column.kind}": column for column in fields}
        self.meanings |= {f"figure:{one.definition}:{one.kind}:{one.period}": one for one in figures}
        choices: list[Any] = [
            (LEAVE, _("leave it out")),
            (PERSONAL, _("personal: empty its cells")),
            (_("What it is about"), [(key, _shown(one)) for key, one in self.meanings.items() if not one.metric]),
            (_("A figure"), [(key, _shown(one)) for key, one in self.meanings.items() if one.metric]),
        ]
        for number, heading in enumerate(head):
            self.fields[f"h{number}"] = forms.ChoiceField(label=heading, choices=choices, initial=LEAVE)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for number, heading in enumerate(self.head):
            choice = said.get(f"h{number}", LEAVE)
            if choice in taken and choice not in {LEAVE, PERSONAL}:
                text = _("“%(other)s” is taken for the same already.") % {"other": taken[choice]}
                self.add_error(f"h{number}", text)
            taken[choice] = heading
        if not self.errors and not set(taken) - {LEAVE, PERSONAL}:
            self.add_error(None, _("Say of at least one heading what it means."))
        return said

    def columns(self) -> dict[str, Column]:
        """Each heading's meaning; valid only after is_valid()."""
        return {heading: self._column(self.cleaned_data[f"h{number}"]) for number, heading in enumerate(self.head)}

    def _column(self, choice: str) -> Column:
        if choice in self.meanings:
            return replace(self.meanings[choice], required=True)
        return Column("", "aside", personal=choice == PERSONAL)


def choice_of(column: Column) -> str:
    """The choice that stands for a column in a MappingForm."""
    if column.personal:
        return PERSONAL
    if column.metric:
        return f"figure:{column.definition}:{column.kind}:{column.period}"
    return f"field:{column.field}:{column.kind}" if column.field else LEAVE


def _shown(column: Column) -> str:
    if not column.metric:
        return str(words.field(column.field))
    period = f" ({words.PERIODS[column.period]})" if column.period != "total" else ""
    return f"{words.meaning(column.definition)}{period}"


class MatchForm(forms.Form):
    subject = forms.CharField(max_length=200)
    broadcast = forms.ModelChoiceField(Broadcast.objects.none(), to_field_name="slug", required=False)

    def __init__(self, data: Any = None, *, broadcasts: list[Broadcast]) -> None:
        super().__init__(data)
        ids = [broadcast.pk for broadcast in broadcasts]
        self.fields["broadcast"].queryset = Broadcast.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
