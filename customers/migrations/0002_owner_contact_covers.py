from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='customer',
            name='customer_owner_contact',
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(models.F('owner_id'), models.OrderBy(models.F('last_contact_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), include=('customer_class', 'created_at'), name='customer_owner_contact'),
        ),
    ]
