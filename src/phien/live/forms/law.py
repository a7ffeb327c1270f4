"""What viewers report, and what organisers decide, stop and keep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from phien.lib.texts import TextFormField
from phien.live.forms.lines import Line
from phien.live.models import Complaint

LONGEST_SECOND = 48 * 3600


class Open(Line):
    """A line in which an address may stand."""

    links = True


class Words(forms.CharField):
    """Several lines of plain words."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        kept = (letter for letter in text.replace("\r\n", "\n") if letter == "\n" or letter.isprintable())
        return "".join(kept).strip()


class ReportForm(forms.Form):
    """A viewer's report. Nothing but the reason is asked for; the name is not."""

    reason = forms.ChoiceField(label=_("What is it about?"), choices=Complaint.Reason.choices, widget=forms.RadioSelect)
    text = Words(label=_("What happened?"), required=False, max_length=1000)
    contact = Open(
        label=_("How to reach you"),
        required=False,
        max_length=100,
        help_text=_(
            "Only if you want to be called or written to. The organiser alone sees it, uses it for this case alone, "
            "and it is deleted 30 days after the decision."
        ),
    )
    at = forms.IntegerField(
        label=_("Second of the broadcast"),
        required=False,
        min_value=0,
        max_value=LONGEST_SECOND,
        widget=forms.HiddenInput,
    )


class CaseFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("open", _("Still open")),
            ("overdue", _("Overdue")),
            ("decided", _("Decided")),
            ("all", _("All")),
        ],
    )
    q = Open(label=_("Case number or words"), required=False, max_length=60)

    def narrowing(self) -> dict[str, str]:
        """`state` and `text`; what is not right narrows nothing."""
        found = self.cleaned_data if self.is_valid() else {}
        return {"state": found.get("state") or "open", "text": found.get("q", "")}


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("Decision"), choices=Complaint.Decision.choices, widget=forms.RadioSelect)
    answer = Words(
        label=_("Answer"),
        max_length=1000,
        help_text=_("Everyone who has the case number reads this: what you found and what you did."),
    )


class CutForm(forms.Form):
    """Stopping takes a reason, words for the public, and a second look."""

    reason = Open(label=_("Reason, for the record"), max_length=300)
    notice = TextFormField(
        label=_("What the public is told"),
        max_length=300,
        help_text=_("It stands in the room in place of the picture."),
    )
    pause_sale = forms.BooleanField(label=_("Stop the sale of its products too"), required=False, initial=True)
    is_sure = forms.BooleanField(label=_("Yes, stop this broadcast now"))


class AppealForm(forms.Form):
    text = Words(label=_("Why should the stop be lifted?"), max_length=1000)


class AppealAnswerForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Granted: lift the stop")), ("no", _("Refused: the stop stays"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    answer = Words(label=_("Answer"), max_length=1000)


class HoldForm(forms.Form):
    reason = Open(
        label=_("Reason"), max_length=300, help_text=_("For example the number and date of the authority's letter.")
    )


class DeleteForm(forms.Form):
    reason = Open(label=_("Reason, for the record"), max_length=300)
    is_sure = forms.BooleanField(label=_("Yes, delete this recording for good"))
