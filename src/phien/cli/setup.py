"""`phien setup`: an empty site with its organisation and first organiser. Asks for what was not given."""

import argparse
import getpass
import os
import sys
from urllib.parse import urlsplit

from phien.cli.progress import step
from phien.cli.site import SETTINGS_FILE, CannotGoOn, home, open_site, prepare, write_settings
from phien.cli.words import _


def run(arguments: argparse.Namespace) -> int:
    folder = (arguments.home or home()).resolve()
    if (folder / SETTINGS_FILE).exists() and (folder / "phien.sqlite3").exists():
        raise CannotGoOn(_("There is a site in %(folder)s already.") % {"folder": folder})
    organisation = arguments.organiser or ask(_("Name of the organisation"))
    person = arguments.name or ask(_("Your own name"))
    username = arguments.username or ask(_("User name to sign in with"))
    password = os.environ.get("PHIEN_PASSWORD") or ask_password()
    write_settings(folder, origin_settings(arguments.origin))
    open_site(folder)
    with step(_("database and static files")):
        prepare()
    with step(_("provinces and communes")):
        from phien.places import actions as places

        places.import_divisions()
    first_organiser(organisation, person, username, password)
    print(_("Ready. Start it with: phien --home %(folder)s serve   and sign in as %(user)s.") % {
        "folder": folder, "user": username,
    })  # fmt: skip
    return 0


def ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise CannotGoOn(_("Nobody is there to ask: give --organiser, --name and --username, and PHIEN_PASSWORD."))
    while not (answer := input(f"{question}: ").strip()):
        pass
    return answer


def ask_password() -> str:
    if not sys.stdin.isatty():
        raise CannotGoOn(_("Nobody is there to ask: give --organiser, --name and --username, and PHIEN_PASSWORD."))
    while True:
        password = getpass.getpass(_("Password (at least 10 characters): "))
        if len(password) >= 10 and password == getpass.getpass(_("Once more: ")):
            return password


def origin_settings(origin: str | None) -> dict[str, str]:
    if not origin:
        return {}
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise CannotGoOn(_("--origin is an address such as https://cho.example.vn"))
    return {"PHIEN_ORIGIN": origin.rstrip("/"), "PHIEN_ALLOWED_HOSTS": f"{parts.hostname},localhost,127.0.0.1"}


def first_organiser(organisation: str, person: str, username: str, password: str) -> None:
    """The organisation, its first person, their account, and the duty of organiser over the whole site."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from phien.people import actions
    from phien.people.models import Actor, Role

    try:
        validate_password(password)
    except ValidationError as error:
        raise CannotGoOn(" ".join(error.messages)) from error
    with transaction.atomic():
        house = actions.add_actor(name={"vi": organisation}, kind=Actor.Kind.ORGANISATION)
        organiser = actions.add_actor(name={"vi": person}, works_for=house)
        user = actions.give_account(actor=organiser, username=username, password=password)
        actions.open_admin(user=user)
        for actor in (house, organiser):
            actions.give_role(actor=actor, duty=Role.Duty.ORGANISER, scope=actions.site_scope())
