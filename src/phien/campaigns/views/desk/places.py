from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from phien.campaigns.forms import NewPlaceForm
from phien.campaigns.views.desk.door import campaign_for, form_page, sent
from phien.places.actions import add_place


@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A village or venue that is not known here yet. It gets a page of its own."""
    campaign = campaign_for(request, slug)
    form = NewPlaceForm(sent(request)[0], initial={"parent": campaign.place.slug})
    if request.method == "POST" and form.is_valid():
        add_place(has_page=True, **form.cleaned_data)
        messages.success(request, _("The place is known now: you can choose it for events and people."))
        return redirect("desk_programme", slug)
    return form_page(request, campaign, form, title=_("New place"), tab="programme")
