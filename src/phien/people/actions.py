"""What people do about people: each write of this room is one of these."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import get_random_string

from phien.lib import clock
from phien.people.errors import LinkExpired
from phien.people.models import Actor, PersonalLink, User

LINK_DAYS = 14


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
