"""The one thing that is done to editions: they are renewed."""

import secrets

from django.db import transaction

from phien.editions.models import Edition


def renew(*names: str) -> None:
    """Say, in the transaction that changes what pages show under these names, that it changed.

    Every process then makes these pages anew from the moment the transaction is committed, and not before. The rows
    stay locked until then, so an action renews late; what moves with each sale renews nothing.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An edition is renewed in the transaction of what changed.")
    Edition.objects.bulk_create(
        [Edition(name=name, number=secrets.randbits(62)) for name in sorted(set(names))],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["number"],
    )
