import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("market", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('campaign', 'product'), name='one_offer_per_product_and_campaign'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('price__gt', 0)), name='offer_price_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='offer_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.UniqueConstraint(fields=('product', 'code'), name='one_lot_per_code'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('producer__isnull', False), ('product', None)), models.Q(('producer', None), ('product__isnull', False)), _connector='OR'), name='certificate_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('stars', None), ('stars__range', (1, 5)), _connector='OR'), name='certificate_stars_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='productclip',
            constraint=models.UniqueConstraint(fields=('product', 'post'), name='one_product_per_clip'),
        ),
        migrations.AddConstraint(
            model_name='productslot',
            constraint=models.UniqueConstraint(fields=('product', 'slot_key'), name='one_product_per_slot'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('purchase', 'producer'), name='one_order_per_producer'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('purchase', 'number'), name='one_order_per_number'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('external_id',), name='one_receipt_per_external_id'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='receipt_of_something'),
        ),
        migrations.AddConstraint(
            model_name='shippingrate',
            constraint=models.UniqueConstraint(fields=('campaign', 'province', 'up_to_g'), name='one_rate_per_weight'),
        ),
        migrations.AddConstraint(
            model_name='shippingrate',
            constraint=models.UniqueConstraint(condition=models.Q(('province', None)), fields=('campaign', 'up_to_g'), name='one_general_rate_per_weight'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.UniqueConstraint(fields=('lot', 'outlet'), name='one_stock_per_lot_and_outlet'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0), ('reserved__lte', models.F('on_hand'))), name='reserved_within_on_hand'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='line_of_something'),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('state', 'active')), fields=['expires_at'], name='active_holds_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('basket', 'offer', 'stock'), name='one_active_hold_per_stock'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='hold_of_something'),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["due_at"], name="awaited_payments_by_due"
            ),
        ),
    ]
