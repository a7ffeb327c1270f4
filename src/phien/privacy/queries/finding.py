"""Everything that is held about one person, by class."""

from dataclasses import replace

from phien.lib import codes, personal
from phien.lib.personal import Found, Person
from phien.market.models import Purchase
from phien.privacy.models import Request


def known(person: Person) -> Person:
    """With the phone number of the order that was named, so that all that has this number is found."""
    if not person.order:
        return person
    code = codes.normalise(person.order)
    phone = person.phone
    if not phone:
        placed = Purchase.objects.filter(code=code, **person.within("campaign_id"))
        phone = placed.values_list("phone", flat=True).first() or ""
    return replace(person, order=code, phone=phone)


def person_of(request: Request) -> Person:
    """Who is meant by a request, within its campaign."""
    return known(
        Person(
            phone=request.phone,
            order=request.order_code,
            account=request.account,
            writer=request.writer,
            username=request.username,
            actor=request.actor_slug,
            campaigns=None if request.campaign_id is None else frozenset({request.campaign_id}),
        )
    )


def rows_of(request: Request) -> dict[str, list[Found]]:
    """Its rows by holding; classes in which nothing was found are left out."""
    person = person_of(request)
    found = {holding.id: list(holding.find(person)) for holding in personal.holdings() if holding.find is not None}
    return {name: rows for name, rows in found.items() if rows}
