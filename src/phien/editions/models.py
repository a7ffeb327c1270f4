"""Editions: one row for each name under which pages are kept."""

from django.db import models


class Edition(models.Model):
    """What stands under this name, as it is now. The number is drawn anew with each change and never comes back."""

    name = models.CharField(max_length=100, primary_key=True)
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name
