"""What people do about people: each write of this room is one of these."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import get_random_string

from phien.editions.actions import renew
from phien.evidence import actions as evidence
from phien.lib import clock
from phien.lib.slugs import slug_of
from phien.lib.texts import FALLBACK, Text
from phien.people import forgetting
from phien.people.editions import PEOPLE
from phien.people.errors import LastOrganiser, LinkExpired, OwnPapers
from phien.people.identity import longest
from phien.people.models import Actor, IdentityCheck, PersonalLink, Role, Scope, User

LINK_DAYS = 14


def add_actor(*, name: object, kind: str = Actor.Kind.PERSON, slug: str = "", **facts: Any) -> Actor:
    """A new person, team or organisation. Without a slug its name makes one; `facts` are the model's other fields."""
    name = Text.of(name)
    actor = Actor(kind=kind, slug=slug or _free_slug(name.within(FALLBACK)))
    return change_actor(actor=actor, name=name, **facts)


@transaction.atomic
def change_actor(*, actor: Actor, **facts: Any) -> Actor:
    for name, value in facts.items():
        Actor._meta.get_field(name)
        setattr(actor, name, Text.of(value) if name in {"name", "bio"} else value)
    actor.save()
    renew(PEOPLE)
    return actor


def _free_slug(name: object) -> str:
    base = slug_of(name) or "a"
    slug, number = base, 1
    while Actor.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def site_scope() -> Scope:
    """The root of all scopes: a duty over it reaches everything."""
    return Scope.objects.get_or_create(kind=Scope.Kind.SITE, parent=None, defaults={"label": "site"})[0]


def make_scope(*, kind: str, label: object, parent: Scope | None = None) -> Scope:
    """A scope below another, or directly below the site's."""
    return Scope.objects.create(kind=kind, label=str(label)[:200], parent=parent or site_scope())


@transaction.atomic
def give_role(
    *, actor: Actor, duty: str, scope: Scope, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> Role:
    """Let the actor hold a duty; one that had ended holds again."""
    role = Role.objects.update_or_create(
        actor=actor, duty=Role.Duty(duty), scope=scope, defaults={"starts_at": starts_at, "ends_at": ends_at}
    )[0]
    renew(PEOPLE)
    return role


@transaction.atomic
def end_role(*, role: Role) -> None:
    """The duty ends now; what was done under it keeps its credit. A scope never loses its last organiser."""
    if role.duty == Role.Duty.ORGANISER:
        others = Role.objects.current().select_for_update().filter(scope=role.scope, duty=role.duty)
        if not others.exclude(pk=role.pk).exists():
            raise LastOrganiser
    Role.objects.filter(pk=role.pk).update(ends_at=clock.now())
    renew(PEOPLE)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def give_account(*, actor: Actor, username: str | None = None, password: str | None = None) -> User:
    """The actor's account, made if there is none. Without a password it opens by personal link only."""
    if actor.user is not None:
        user = actor.user
    else:
        user = User(username=username or f"{actor.slug}-{get_random_string(4).lower()}"[:150])
    if username:
        user.username = username
    if password:
        user.set_password(password)
    elif not user.pk:
        user.set_unusable_password()
    user.first_name = str(actor.name)[:150]
    user.save()
    Actor.objects.filter(pk=actor.pk).update(user=user)
    actor.user = user
    return user


@transaction.atomic
def make_personal_link(*, actor: Actor, by: User | None, days: int = LINK_DAYS) -> str:
    """A token that signs the actor in until it expires. It is returned once and only its hash is kept."""
    give_account(actor=actor)
    token = secrets.token_urlsafe(24)
    PersonalLink.objects.create(
        actor=actor,
        token_hash=_hash(token),
        made_by=by,
        made_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    return token


def open_personal_link(*, token: str) -> PersonalLink:
    """The link behind a token. Raises LinkExpired when it is unknown, revoked or past its day."""
    link = PersonalLink.objects.select_related("actor__user").filter(token_hash=_hash(token)).first()
    if link is None or not link.is_open() or link.actor.user is None or not link.actor.user.is_active:
        raise LinkExpired
    return link


def use_personal_link(*, token: str) -> User:
    """The account that the token opens; notes that it was used."""
    link = open_personal_link(token=token)
    PersonalLink.objects.filter(pk=link.pk).update(last_used_at=clock.now())
    assert link.actor.user is not None  # noqa: S101  # open_personal_link has looked
    return link.actor.user


def open_admin(*, user: User) -> None:
    """Let the account into the admin, for rare edits."""
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)


def revoke_personal_links(*, actor: Actor) -> int:
    """Close all of a person's links, and the sessions that any of them may have opened: a lost phone opens nothing."""
    closed = PersonalLink.objects.filter(actor=actor, revoked_at=None).update(revoked_at=clock.now())
    if actor.user is not None and not actor.user.has_usable_password():
        # A session carries a hash of the password; a new unusable one ends every session of the account.
        actor.user.set_unusable_password()
        actor.user.save(update_fields=["password"])
    return closed


@transaction.atomic
def check_identity(
    *,
    actor: Actor,
    method: str,
    by: Actor | None,
    at: datetime | None = None,
    expires_at: datetime | None = None,
    note: str = "",
) -> IdentityCheck:
    """Note that the actor's papers were seen. It holds as long as the site allows, or until an earlier `expires_at`.

    `by` is None where an import says it. Raises OwnPapers.
    """
    if by is not None and by.pk == actor.pk:
        raise OwnPapers
    at = at or clock.now()
    until = longest(at)
    check = IdentityCheck.objects.create(
        actor=actor,
        method=IdentityCheck.Method(method),
        checked_by=by,
        checked_at=at,
        expires_at=min(expires_at, until) if expires_at is not None else until,
        note=note[:200],
    )
    facts = {"method": check.method, "until": check.expires_at.isoformat(), "by": by.slug if by else "import"}
    evidence.record_change(noun="identity", key=actor.slug, verb="checked", facts=facts, at=at)
    return check


@transaction.atomic
def revoke_identity_checks(*, actor: Actor, by: Actor) -> int:
    """The actor's papers are to be seen again before the next broadcast. Gives how many checks no longer hold."""
    found = IdentityCheck.objects.filter(actor=actor, revoked_at=None)
    revoked = found.update(revoked_at=clock.now(), revoked_by=by)
    if revoked:
        evidence.record_change(noun="identity", key=actor.slug, verb="revoked", facts={"by": by.slug})
    return revoked


def hide_portrait(actor: Actor, campaigns: frozenset[int] | None = None) -> int:
    """Take a person's picture and the words about them off all pages, whatever the campaign; gives how many went."""
    shown = [name for name in ("picture", "bio") if getattr(actor, name)]
    if shown:
        change_actor(actor=actor, picture=None, bio="")
    return len(shown)


def forget_actor(*, actor: Actor) -> None:
    """Forget what is said about a person. The name stays: works, orders and broadcasts carry it."""
    change_actor(actor=actor, aliases=[], bio="", since=None, picture=None)


@transaction.atomic
def remove_account(*, user: User) -> None:
    """The account, its links and what it opened are gone; the person stays where they are named."""
    PersonalLink.objects.filter(actor__user=user).delete()
    user.delete()


def forget_links(*, before: datetime, most: int) -> int:
    ids = list(forgetting.links_past(before).order_by("pk").values_list("pk", flat=True)[:most])
    return PersonalLink.objects.filter(pk__in=ids).delete()[0]


def forget_checks(*, before: datetime, most: int) -> int:
    ids = list(forgetting.checks_past(before).order_by("pk").values_list("pk", flat=True)[:most])
    return IdentityCheck.objects.filter(pk__in=ids).delete()[0]


def forget_sessions(*, now: datetime, most: int) -> int:
    keys = list(forgetting.sessions_past(now).order_by("expire_date").values_list("pk", flat=True)[:most])
    return Session.objects.filter(pk__in=keys).delete()[0]


def forget_admin_log(*, before: datetime, most: int) -> int:
    ids = list(forgetting.log_past(before).order_by("pk").values_list("pk", flat=True)[:most])
    return LogEntry.objects.filter(pk__in=ids).delete()[0]
