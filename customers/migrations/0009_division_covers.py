from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0008_leads'),
        ('org', '0002_roles_follow_releases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='customer',
            name='customer_division',
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['division'], include=('customer_class', 'industry'), name='customer_division', opclasses=['varchar_pattern_ops']),
        ),
    ]
