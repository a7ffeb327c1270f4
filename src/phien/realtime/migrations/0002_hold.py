from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('realtime', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='held_at',
            field=models.DateTimeField(blank=True, help_text='Its messages are kept, however old, until it is let go', null=True, verbose_name='held since'),
        ),
    ]
