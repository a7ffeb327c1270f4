from datetime import date

from django.db import migrations, models

LAW = "Luật 122/2025/QH15, điều 23 (1/7/2026); Luật 55/2010/QH12"


def lay_down_the_first_rules(apps, schema_editor):
    """Food, drink and herbs need a food safety certificate or a quality self-declaration; crafts need none."""
    rules = apps.get_model("market", "PaperRule").objects
    for group in ("food", "drink", "herbs"):
        rules.create(group=group, any_of=["food_safety", "quality"], valid_from=date(2026, 7, 1), source=LAW)


class Migration(migrations.Migration):

    dependencies = [
        ('market', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('food', 'Food'), ('drink', 'Drink'), ('herbs', 'Herbs'), ('craft', 'Craft')], max_length=10, verbose_name='group')),
                ('any_of', models.JSONField(default=list, help_text='Schemes of certificates', verbose_name='one of these papers')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('source', models.CharField(max_length=200, verbose_name='where it is written')),
            ],
            options={
                'verbose_name': 'rule about papers',
                'verbose_name_plural': 'rules about papers',
                'ordering': ['group', 'valid_from', 'pk'],
            },
        ),
        migrations.RunPython(lay_down_the_first_rules, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='certificate',
            name='scheme',
            field=models.CharField(choices=[('ocop', 'OCOP'), ('gi', 'Geographical indication'), ('food_safety', 'Food safety'), ('vietgap', 'VietGAP'), ('quality', 'Quality self-declaration'), ('advert', 'Advertising approval'), ('licence', 'Licence')], max_length=12, verbose_name='scheme'),
        ),
    ]
