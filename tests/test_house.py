"""The house stands: it checks, migrates and answers."""

from django.core.management import call_command
from django.test import Client


def test_no_model_changes_without_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_home_page_answers_in_four_languages(client: Client, db: None) -> None:
    for prefix, language in (("/", "vi"), ("/en/", "en"), ("/fr/", "fr"), ("/zh-hans/", "zh-hans")):
        response = client.get(prefix)
        assert response.status_code == 200
        assert f'<html lang="{language}">' in response.content.decode()
