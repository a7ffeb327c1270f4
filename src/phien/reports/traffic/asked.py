"""What the page is asked for: a day or everything, all hits or people's only, one reason, two sets to compare."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from phien.evidence.queries import days_with_hits
from phien.evidence.rules import CURRENT, SETS

WHOLE = "whole"
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """`day` is None for everything that was counted. `days` are those that may be asked for, the newest first."""

    days: list[date]
    day: date | None
    people_only: bool = False

    @property
    def since(self) -> datetime:
        return _start(self.day or (self.days[-1] if self.days else date.min))

    @property
    def until(self) -> datetime:
        return _start((self.day or self.days[0]) + timedelta(days=1))

    @property
    def first_day(self) -> date:
        return self.day or self.days[-1]

    @property
    def last_day(self) -> date:
        return self.day or self.days[0]

    def query(self, **more: str) -> str:
        """The same question as the end of an address."""
        parts = {
            "day": self.day.isoformat() if self.day else WHOLE,
            "show": "people" if self.people_only else "",
            **more,
        }
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def asked_of(data: Any) -> Asked:
    """From an address. A day that makes no sense is the newest one with hits."""
    days = days_with_hits()[::-1][:MOST_DAYS]
    said = data.get("day", "")
    try:
        day = parse_date(said)
    except ValueError:
        day = None
    if said == WHOLE or not days:
        day = None
    elif day not in days:
        day = days[0]
    return Asked(days, day, people_only=data.get("show") == "people")


class RunForm(forms.Form):
    """Run a set of rules over days."""

    rules = forms.ChoiceField(label=_("Set of rules"))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rules"]
        field.choices = [(rules.version, rules.version) for rules in reversed(SETS)]
        field.initial = CURRENT.version

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        since, until = facts.get("since"), facts.get("until")
        if since and until and not since <= until <= since + timedelta(days=MOST_DAYS):
            self.add_error("until", _("The last day must not lie before the first, nor 400 days after it."))
        return facts
