import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0003_publications")]

    operations = [
        migrations.RemoveField("publication", "hashtags"),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written", models.CharField(max_length=100, verbose_name="as written")),
                (
                    "hashtag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="content.hashtag"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="content.publication"
                    ),
                ),
            ],
            options={"verbose_name": "hashtag of a publication", "verbose_name_plural": "hashtags of publications"},
        ),
        migrations.AddConstraint(
            "tagging",
            models.UniqueConstraint(fields=["publication", "hashtag"], name="one_tagging_per_publication"),
        ),
        migrations.AddField(
            "publication",
            "hashtags",
            models.ManyToManyField(
                blank=True, related_name="publications", through="content.Tagging", to="content.hashtag"
            ),
        ),
        migrations.AddField(
            "publication",
            "same_as",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="content.publication",
                verbose_name="removed as a copy of",
            ),
        ),
    ]
