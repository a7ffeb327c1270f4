"""What took long to make is made once: its rows and its files are laid out again for the next test."""

import shutil
from copy import copy
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection


class Kept:
    """A copy of every row and of a test's folder, taken in the test that made them."""

    def __init__(self, folder: Path, into: Path) -> None:
        self.files = shutil.copytree(folder, into)
        models = apps.get_models(include_auto_created=True)
        self.rows = {model: rows for model in models if (rows := list(model._base_manager.all()))}

    def lay_out(self, folder: Path) -> None:
        """Rows that are there already (a migration's, an earlier layer's) stay as they are."""
        shutil.copytree(self.files, folder, dirs_exist_ok=True)
        for model, rows in self.rows.items():
            model._base_manager.bulk_create([copy(row) for row in rows], ignore_conflicts=True)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.rows)):
                cursor.execute(statement)
