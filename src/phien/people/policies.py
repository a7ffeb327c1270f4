"""Who may do what: duties held now, over a scope or one of its ancestors."""

from django.contrib.auth.models import AnonymousUser

from phien.people.models import Actor, Role, Scope, User

Duty = Role.Duty


def actor_of(user: User | AnonymousUser) -> Actor | None:
    """The actor behind a signed-in, active account."""
    if not user.is_authenticated or not user.is_active:
        return None
    return Actor.objects.filter(user=user).first()


def lineage(scope: Scope) -> list[int]:
    """The ids of a scope and of all above it, up to the site's."""
    ids = []
    node: Scope | None = scope
    while node is not None:
        ids.append(node.pk)
        node = node.parent
    return ids


def holds(user: User | AnonymousUser, scope: Scope, *duties: str) -> bool:
    """Whether the person holds one of the duties now, in this scope or above it."""
    actor = actor_of(user)
    return (
        actor is not None
        and Role.objects.current().filter(actor=actor, duty__in=duties, scope_id__in=lineage(scope)).exists()
    )


def scopes_of(user: User | AnonymousUser, *duties: str) -> set[int]:
    """The ids of all scopes in which the person holds one of the duties now, children included."""
    actor = actor_of(user)
    if actor is None:
        return set()
    found = set(Role.objects.current().filter(actor=actor, duty__in=duties).values_list("scope_id", flat=True))
    frontier = found
    while frontier:
        frontier = set(Scope.objects.filter(parent_id__in=frontier).values_list("pk", flat=True)) - found
        found |= frontier
    return found
