"""What the house holds about the people who work in it."""

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from phien.lib import personal
from phien.lib.personal import Basis, Erased, Found, Holding, Keep, Kept, Person, Purpose, Where
from phien.people import actions, forgetting
from phien.people.models import Actor, IdentityCheck, PersonalLink, Role, User

KEPT = (Where.DATABASE, Where.BACKUP)


def actor_of(person: Person) -> Actor | None:
    """The actor with this slug, or behind this account; None outside the whole site's reach."""
    if not person.is_of_site:
        return None
    if person.actor:
        return Actor.objects.filter(slug=person.actor).select_related("user").first()
    if person.username:
        return Actor.objects.filter(user__username=person.username).select_related("user").first()
    return None


def _find_actor(person: Person) -> Iterable[Found]:
    actor = actor_of(person)
    if actor is None:
        return
    values = {
        "kind": actor.kind, "name": dict(actor.name), "aliases": actor.aliases, "about": dict(actor.bio),
        "since": actor.since, "place": str(actor.place or ""), "picture": actor.picture.sha256 if actor.picture else "",
    }  # fmt: skip
    yield Found("people.Actor", actor.slug, values)
    for role in Role.objects.filter(actor=actor).select_related("scope"):
        yield Found("people.Role", str(role.pk), {"duty": role.duty, "of": role.scope.label})


def _erase_actor(person: Person) -> Erased:
    """Words and picture go; the name stays where works, orders or broadcasts carry it."""
    actor = actor_of(person)
    if actor is None:
        return Erased()
    held = Role.objects.current().filter(actor=actor).count()
    if held:
        return Erased((), [Kept(1, _("The person still holds a duty here; end it first."))])
    rows = [row for row in _find_actor(person) if row.of == "people.Actor"]
    actions.forget_actor(actor=actor)
    return Erased(rows, [Kept(1, _("The name stays with what was made and sold under it, until that is taken down."))])


def _find_account(person: Person) -> Iterable[Found]:
    actor = actor_of(person)
    user = actor.user if actor else None
    if user is None and person.username and person.is_of_site:
        user = User.objects.filter(username=person.username).first()
    if user is None:
        return
    values = {
        "username": user.username, "first_name": user.first_name, "last_name": user.last_name, "email": user.email,
        "joined": user.date_joined.isoformat(), "last_login": user.last_login.isoformat() if user.last_login else "",
    }  # fmt: skip
    yield Found("people.User", user.username, values)
    for link in PersonalLink.objects.filter(actor__user=user):
        yield Found("people.PersonalLink", str(link.pk), {"made": link.made_at.isoformat()})


def _erase_account(person: Person) -> Erased:
    rows = list(_find_account(person))
    user = User.objects.filter(username=rows[0].key).first() if rows else None
    if user is None:
        return Erased()
    if Role.objects.current().filter(actor__user=user).exists():
        return Erased((), [Kept(len(rows), _("The person still holds a duty here; end it first."))])
    actions.remove_account(user=user)
    return Erased(rows)


def _find_checks(person: Person) -> Iterable[Found]:
    actor = actor_of(person)
    for check in IdentityCheck.objects.filter(actor=actor) if actor else ():
        values = {"method": check.method, "at": check.checked_at.isoformat(), "note": check.note}
        yield Found("people.IdentityCheck", str(check.pk), values)


def register() -> None:
    personal.hold(
        Holding(
            id="actors",
            room="people",
            name=_("People with a page or a duty"),
            whose=_("Creators, producers, hosts, speakers, organisers"),
            what=_("Name, other names, words about them, picture, place, duties"),
            fields={"people.Actor": ("name", "aliases", "bio", "picture"), "people.Role": ("duty",)},
            basis=Basis.CONTRACT,
            why=_("So that everybody sees who makes, sells and speaks."),
            keep=Keep(_("As long as the person takes part, and with what carries their name")),
            where=(*KEPT, Where.PUBLIC),
            seen_by=_("Everybody, where the duty is one that is shown"),
            find=_find_actor,
            erase=_erase_actor,
            count=Actor.objects.filter(kind=Actor.Kind.PERSON).count,
        ),
        Holding(
            id="accounts",
            room="people",
            name=_("Accounts and sign-in links"),
            whose=_("Those who have a desk"),
            what=_("User name, name, password as a hash, when they last signed in; links as hashes"),
            fields={
                "people.User": ("username", "password", "first_name", "last_name", "email"),
                "people.PersonalLink": ("token_hash",),
                "account.EmailAddress": ("email",),
                "account.EmailConfirmation": ("key",),
            },
            basis=Basis.CONTRACT,
            why=_("So that a desk opens to its people alone."),
            keep=Keep(
                _("Links: after they expired. Accounts: as long as the person has a duty"),
                days=90,
                least=1,
                most=365,
                source=_("The organiser's choice"),
            ),
            where=KEPT,
            seen_by=_("Organisers"),
            find=_find_account,
            erase=_erase_account,
            prune=lambda now, keep, most: actions.forget_links(before=now - keep, most=most),
            due=lambda now, keep: forgetting.links_past(now - keep).count(),
            count=User.objects.count,
        ),
        Holding(
            id="identity_checks",
            room="people",
            name=_("Identity checks"),
            whose=_("Hosts and sellers"),
            what=_("That papers were seen, which kind, by whom and when; never a number or a picture"),
            fields={"people.IdentityCheck": ("method", "note")},
            basis=Basis.LAW,
            why=_("Livestream sellers are identified before they go live."),
            keep=Keep(
                _("After the check no longer holds"),
                days=1096,
                least=1096,
                most=3653,
                source=_("As long as the recordings of the broadcasts that rest on it"),
            ),
            where=KEPT,
            seen_by=_("Organisers"),
            shared_with=_("An authority that asks for the report"),
            find=_find_checks,
            stays=_("The law asks to keep it as long as the recordings."),
            prune=lambda now, keep, most: actions.forget_checks(before=now - keep, most=most),
            due=lambda now, keep: forgetting.checks_past(now - keep).count(),
            count=IdentityCheck.objects.count,
        ),
        Holding(
            id="sessions",
            room="people",
            name=_("Sessions of browsers"),
            whose=_("Buyers, writers and those with a desk"),
            what=_("A basket's key, the name chosen in a room, who is signed in"),
            fields={"sessions.Session": ("session_data", "session_key")},
            basis=Basis.CONTRACT,
            why=_("A basket, a form and signing in need it."),
            keep=Keep(
                _("After it was last used 14 days pass; then it is deleted"),
                days=0,
                least=0,
                most=0,
                source=_("Fixed in the program"),
            ),
            where=KEPT,
            seen_by=_("Nobody"),
            stays=_("Deleting the cookies of the browser ends it."),
            prune=lambda now, keep, most: actions.forget_sessions(now=now, most=most),
            due=lambda now, keep: forgetting.sessions_past(now).count(),
            count=Session.objects.count,
        ),
        Holding(
            id="admin_log",
            room="people",
            name=_("Log of rare edits"),
            whose=_("Those who may enter the admin"),
            what=_("Who edited which row when"),
            fields={"admin.LogEntry": ("object_repr", "change_message", "object_id")},
            basis=Basis.SAFETY,
            why=_("So that an edit without an action can be explained."),
            keep=Keep(_("After the edit"), days=365, least=90, most=1096, source=_("The organiser's choice")),
            where=KEPT,
            seen_by=_("Those who may enter the admin"),
            stays=_("It goes with its time."),
            prune=lambda now, keep, most: actions.forget_admin_log(before=now - keep, most=most),
            due=lambda now, keep: forgetting.log_past(now - keep).count(),
            count=LogEntry.objects.count,
        ),
    )
    personal.ask_for(
        Purpose(
            id="portrait",
            room="people",
            name=_("My picture and words about me"),
            text=_("My picture and the words about me may stand on this site's pages."),
            stop=actions.hide_portrait,
        )
    )
    personal.not_personal(
        {
            "people.Scope": "the name of a campaign, an event or an organisation",
            "auth.Group": "not used; duties come from roles",
            "auth.Permission": "part of the framework",
            "contenttypes.ContentType": "part of the framework",
        }
    )
