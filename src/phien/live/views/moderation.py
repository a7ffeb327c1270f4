"""What keeps a room friendly: hide, wait, slow down, keep out, and the list of unwanted words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from phien.lib.errors import Refused
from phien.live import actions, policies
from phien.live.forms import DecideForm, SilenceForm, SlowModeForm, SwitchForm, TextForm, WordsForm
from phien.live.models import Ban, Broadcast, FilterWord, HeldMessage, Mute
from phien.live.views.chat import writer_key
from phien.live.views.desk import cleaned, found, step
from phien.people.models import Actor
from phien.people.policies import actor_of


@step(policies.can_keep, at="chat")
def answer(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """Write in the room as one of the team."""
    text = cleaned(TextForm(request.POST, links=True))["text"]
    name = str(by.name)[:30] if by is not None else ""
    actions.say(broadcast=broadcast, author_key=writer_key(request), name=name, text=text, is_team=True)


@step(policies.can_keep, at="chat")
def slow(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.set_slow_mode(broadcast=broadcast, seconds=cleaned(SlowModeForm(request.POST))["seconds"])


@step(policies.can_keep, at="waiting")
def holding(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.set_holding(broadcast=broadcast, is_on=cleaned(SwitchForm(request.POST))["to"] == "on")


@step(policies.can_keep, at="chat")
def hide(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.hide_message(broadcast=broadcast, number=ids["number"], by=by)


@step(policies.can_keep, at="chat")
def show(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.show_message(broadcast=broadcast, number=ids["number"], by=by)


@step(policies.can_keep, at="waiting")
def decide(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    held = get_object_or_404(HeldMessage, broadcast=broadcast, pk=ids["pk"])
    actions.decide_held(held=held, let_in=cleaned(DecideForm(request.POST))["to"] == "let_in", by=by)


@step(policies.can_keep, at="out")
def silence(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    """Keep a writer out of this room, or of every room of the campaign."""
    facts = cleaned(SilenceForm(request.POST))
    act = actions.ban_writer if facts["everywhere"] else actions.mute_writer
    act(
        broadcast=broadcast,
        author_key=facts["author_key"],
        author_name=facts["author_name"],
        reason=facts["reason"],
        span=facts["span"],
        by=by,
        with_address=facts["with_address"],
        hide_theirs=facts["hide_theirs"],
    )


@step(policies.can_keep, at="out")
def lift_mute(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.lift_mute(mute=get_object_or_404(Mute, broadcast=broadcast, pk=ids["pk"]), by=by)


@step(policies.can_keep, at="out")
def lift_ban(request: HttpRequest, broadcast: Broadcast, by: Actor | None, ids: dict[str, Any]) -> None:
    actions.lift_ban(ban=get_object_or_404(Ban, campaign=broadcast.event.campaign_id, pk=ids["pk"]), by=by)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaign's unwanted words; a POST adds some."""
    broadcast = found(request, slug)
    campaign = broadcast.event.campaign
    form = WordsForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            facts = form.cleaned_data
            try:
                new = actions.add_words(
                    campaign=campaign, words=facts["words"], act=facts["act"], by=actor_of(request.user)
                )
            except Refused as refusal:
                form.add_error("words", str(refusal))
                status = refusal.status
            else:
                added = ngettext("%(n)d word was added.", "%(n)d words were added.", new)
                messages.success(request, added % {"n": new})
                return redirect("live_words", slug)
    context = {"broadcast": broadcast, "campaign": campaign, "form": form}
    context["rows"] = FilterWord.objects.filter(campaign=campaign)
    return render(request, "live/words.html", context, status=status)


@login_required
@require_POST
def remove_word(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    word = get_object_or_404(FilterWord, campaign=found(request, slug).event.campaign_id, pk=pk)
    actions.remove_word(word=word)
    messages.success(request, _("“%(word)s” may be written again.") % {"word": word.word})
    return redirect("live_words", slug)
