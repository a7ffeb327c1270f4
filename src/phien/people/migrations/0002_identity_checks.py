import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('vneid', 'VNeID, shown on the phone'), ('id_shown', 'Identity card, shown in person'), ('passport', 'Passport, shown in person'), ('business_licence', 'Business licence, shown in person')], max_length=20, verbose_name='what was shown')),
                ('checked_at', models.DateTimeField(verbose_name='checked')),
                ('expires_at', models.DateTimeField(verbose_name='holds until')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identity_checks', to='people.actor')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.actor')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.actor')),
            ],
            options={
                'verbose_name': 'identity check',
                'verbose_name_plural': 'identity checks',
                'ordering': ['-checked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('checked_at'))), name='check_holds_for_a_while')],
            },
        ),
    ]
