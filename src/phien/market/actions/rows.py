"""Many rows in one statement, for the one place where thousands are written each second.

Django's bulk_create takes about 100 µs of Python per row, most of it for making and adapting objects. Here the rows
travel as one JSON text that the database itself takes apart, on SQLite and on PostgreSQL alike; while it does so, other
threads of the process go on. Constraints and indexes hold as ever; defaults of the model do not: name every column.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> range | list[int]:
    """`count` primary keys that nobody else will get. On SQLite only inside a transaction that may write."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return range(first, first + count)
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [table, count])
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows whose values stand in the order of the fields `names`: numbers, texts, None; times by `moment`."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "sqlite":
        values = ", ".join(f"value->>{place}" for place in range(len(fields)))
        source = "json_each(%s)"
    else:
        values = ", ".join(f"(value->>{place})::{field.db_type(connection)}" for place, field in enumerate(fields))
        source = "jsonb_array_elements(%s::jsonb) AS row(value)"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {source}", [json.dumps(list(rows))])  # noqa: S608  # our own names
