from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Both extensions are trusted: the owner of the database may create them without being superuser."""

    initial = True
    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension()]
