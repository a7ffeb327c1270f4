"""The tags and filters that every template has."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from phien.lib import clock, kept, money, panels
from phien.lib.locales import babel_locale

register = template.Library()


def _locale() -> Any:
    return babel_locale(get_language())


@register.filter
def dong(amount: int) -> str:
    return money.show(amount)


@register.filter
def figure(value: float | None) -> str:
    """A number as the reader's language writes it; an en dash where there is none."""
    return "–" if value is None else format_decimal(value, locale=_locale())


@register.filter
def percent(value: float) -> str:
    return format_percent(value, format="#,##0.#%", locale=_locale())


@register.filter
def hour(value: datetime) -> str:
    return format_time(timezone.localtime(value), "HH:mm", locale=_locale())


@register.filter
def clock_time(value: datetime) -> str:
    """09:15; where seconds matter 09:15:30."""
    local = timezone.localtime(value)
    return format_time(local, "HH:mm:ss" if local.second else "HH:mm", locale=_locale())


@register.filter
def day(value: date | datetime, style: str = "medium") -> str:
    """A date: short, medium, long, full, or a Babel pattern such as 'd/M'."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, style, locale=_locale())


@register.filter
def moment(value: datetime) -> str:
    return format_datetime(timezone.localtime(value), "short", locale=_locale())


@register.simple_tag(takes_context=True)
def ago(context: template.Context, value: datetime) -> str:
    """How long until then, or since."""
    return kept.fresh(
        context["request"],
        lambda reader: escape(format_timedelta(value - clock.now(), add_direction=True, locale=_locale())),
    )


@register.simple_tag(takes_context=True)
def site_now_ms(context: template.Context) -> str:
    """The site's time when the page is served, ms since 1970: for site_clock.js."""
    return kept.fresh(context["request"], lambda reader: str(int(clock.now().timestamp() * 1000)))


@register.filter
def kilograms(grams: int) -> str:
    """1.9 kg, 350 g."""
    if grams < 1000:
        return f"{format_decimal(grams, locale=_locale())} g"
    return f"{format_decimal(grams / 1000, format='#,##0.##', locale=_locale())} kg"


@register.filter
def running_time(seconds: int) -> str:
    """How far into a film: 4:07, 1:02:30."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def size(count: int) -> str:
    """Bytes as people say them: 3.4 GB, 12 MB, 0 kB."""
    for unit, of in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if count >= of:
            return f"{format_decimal(count / of, format='#,##0.#', locale=_locale())} {unit}"
    return f"{format_decimal(count // 1000, locale=_locale())} kB"


@register.filter
def in_fours(code: str) -> str:
    """A long code as it is read aloud: ABCD EFGH JKLM."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


@register.simple_tag(takes_context=True)
def panels_on(context: template.Context, page: str, subject: object) -> SafeString:
    """The panels that upper rooms show on this page, top first."""
    request = context["request"]
    parts = []
    for panel in panels.on(page):
        found = panel.query(subject, request)
        if found is not None:
            parts.append(render_to_string(panel.template, {"subject": subject, **found}, request=request))
    return mark_safe("".join(parts))  # noqa: S308  # each part was rendered, and so escaped, by its own template


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, language: str) -> SafeString:
    """This page's address in another language, with what the reader's address carries."""
    request = context["request"]
    address = escape(translate_url(request.path, language))
    return mark_safe(address + kept.fresh(request, _query))  # noqa: S308  # both are escaped


def _query(reader: kept.Reader) -> str:
    found = reader.request.META.get("QUERY_STRING", "")
    return f"?{escape(iri_to_uri(found))}" if found else ""


@register.simple_tag(takes_context=True)
def carried_link(context: template.Context) -> str:
    """The code of the short link by which the reader came (?via=…), for a form's hidden field; empty without one."""
    return kept.fresh(context["request"], lambda reader: reader.link)


@register.simple_tag(takes_context=True)
def notes(context: template.Context) -> str:
    """What the reader is to be told after the last form."""
    return kept.part(context["request"], "phien/notes.html", _notes, lambda notes: {"notes": notes})


def _notes(reader: kept.Reader) -> tuple[tuple[str, str], ...]:
    messages = get_messages(reader.request)
    return tuple((note.tags, str(note)) for note in messages) if len(messages) else ()


@register.simple_tag(takes_context=True)
def for_account(context: template.Context, template_name: str) -> str:
    """A template's words for who has signed in (`signed_in`) and for everybody else."""
    return kept.part(
        context["request"], template_name, lambda reader: reader.is_signed_in, lambda yes: {"signed_in": yes}
    )


@register.simple_tag(takes_context=True)
def simulated(context: template.Context) -> str:
    """That the site's clock is shifted, and what it says."""
    if not clock.is_shifted():
        return ""
    return kept.part(
        context["request"],
        "phien/simulated.html",
        lambda reader: timezone.localtime(clock.now()).replace(second=0, microsecond=0),
        lambda minute: {"minute": minute},
    )


def page_context(request: Any) -> dict[str, object]:
    """Context processor: what base.html needs on every page."""
    found: dict[str, object] = {
        "site_name": settings.PHIEN_SITE_NAME,
        "site_now": clock.now(),
        "languages": settings.LANGUAGES,
    }
    if isinstance(request, kept.Nobody):
        found["csrf_token"] = kept.fresh(request, lambda reader: get_token(reader.request))
    return found
