"""Stream keys: which broadcast one opens, and what the studio shows of them."""

from phien.live.models import Broadcast, StreamKey, Take
from phien.live.queries.guests import hash_of


def plain(typed: str) -> str:
    """A key as it is hashed: what an encoder appends (?name=value) and how people type it make no difference."""
    return "".join(letter for letter in typed.partition("?")[0].lower() if letter.isalnum())


def find_key(secret: str) -> StreamKey | None:
    """The key that is not revoked, with its broadcast. Looked up by its hash, so timing tells nothing of the secret."""
    return (
        StreamKey.objects.select_related("broadcast__event")
        .filter(secret_hash=hash_of(plain(secret)), revoked_at=None)
        .first()
    )


def keys_by_role(broadcast: Broadcast) -> list[tuple[str, str, StreamKey | None]]:
    """(role, its name, its open key or None) for each role."""
    open_keys = {row.role: row for row in broadcast.stream_keys.filter(revoked_at=None).select_related("made_by")}
    return [(value, str(label), open_keys.get(value)) for value, label in StreamKey.Role.choices]


def takes_log(broadcast: Broadcast, most: int = 50) -> list[Take]:
    """The newest recordings first."""
    return list(broadcast.takes.order_by("-began_at", "-pk")[:most])
