import core.clock
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0002_roles_follow_releases'),
        ('performance', '0001_work_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WeeklyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('week', models.DateField(editable=False, verbose_name='哪一周')),
                ('minutes', models.TextField(max_length=4000, verbose_name='纪要')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('unit', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='哪个部门的')),
            ],
            options={
                'verbose_name': '周会',
                'verbose_name_plural': '周会',
                'constraints': [models.UniqueConstraint(fields=('unit', 'week'), name='review_one_a_week'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='review_week_is_monday')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_weeklyreviewevent" ("created_at", "created_by_id", "id", "minutes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "updated_at", "version", "week") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."unit_id", NEW."updated_at", NEW."version", NEW."week"); RETURN NULL;', hash='1d7056cf40aa56a1f7e1c5d17cbd0c66389c0c3c', operation='INSERT', pgid='pgtrigger_insert_insert_f1623', table='performance_weeklyreview', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_weeklyreviewevent" ("created_at", "created_by_id", "id", "minutes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "updated_at", "version", "week") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."unit_id", NEW."updated_at", NEW."version", NEW."week"); RETURN NULL;', hash='78afc7ccfce0b18a944e56eba963e3e46497472e', operation='UPDATE', pgid='pgtrigger_update_update_3efb8', table='performance_weeklyreview', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_weeklyreviewevent" ("created_at", "created_by_id", "id", "minutes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id", "updated_at", "version", "week") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."unit_id", OLD."updated_at", OLD."version", OLD."week"); RETURN NULL;', hash='8bf34d71bf5f4d3df75173e412ee5600431af453', operation='DELETE', pgid='pgtrigger_delete_delete_d765e', table='performance_weeklyreview', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='WeeklyReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('week', models.DateField(editable=False, verbose_name='哪一周')),
                ('minutes', models.TextField(max_length=4000, verbose_name='纪要')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.weeklyreview')),
                ('unit', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='哪个部门的')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
