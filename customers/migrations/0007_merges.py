import core.clock
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0006_plan_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MergeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survivor_id', models.BigIntegerField(db_index=True, verbose_name='留下的客户')),
                ('survivor_label', models.CharField(max_length=120, verbose_name='留下的客户')),
                ('merged_id', models.BigIntegerField(db_index=True, verbose_name='并掉的客户')),
                ('merged_label', models.CharField(max_length=120, verbose_name='并掉的客户')),
                ('merged_number', models.CharField(max_length=30, verbose_name='并掉的编号')),
                ('merged', models.JSONField(verbose_name='并掉的资料')),
                ('fields', models.JSONField(verbose_name='改了的资料')),
                ('steps', models.JSONField(verbose_name='移了什么')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
            ],
            options={
                'verbose_name': '客户合并',
                'verbose_name_plural': '客户合并',
                'constraints': [models.CheckConstraint(condition=models.Q(('survivor_id', models.F('merged_id')), _negated=True), name='merge_of_two')],
            },
        ),
        migrations.CreateModel(
            name='FormerCustomer',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('name_key', models.CharField(db_index=True, max_length=120)),
                ('uscc', models.CharField(blank=True, db_index=True, max_length=18, verbose_name='统一社会信用代码')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formers', to='customers.customer')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formers', to='customers.mergerecord')),
            ],
            options={
                'verbose_name': '并入的客户',
                'verbose_name_plural': '并入的客户',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_formercustomerevent" ("customer_id", "id", "merge_id", "name", "name_key", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uscc") VALUES (NEW."customer_id", NEW."id", NEW."merge_id", NEW."name", NEW."name_key", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."uscc"); RETURN NULL;', hash='363086f5a787a51dcf3f4252ab2981bba0dc25af', operation='INSERT', pgid='pgtrigger_insert_insert_68abd', table='customers_formercustomer', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_formercustomerevent" ("customer_id", "id", "merge_id", "name", "name_key", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uscc") VALUES (NEW."customer_id", NEW."id", NEW."merge_id", NEW."name", NEW."name_key", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."uscc"); RETURN NULL;', hash='3c028de360dd8bc674434516c243d74c01b44a7d', operation='UPDATE', pgid='pgtrigger_update_update_7082b', table='customers_formercustomer', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_formercustomerevent" ("customer_id", "id", "merge_id", "name", "name_key", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "uscc") VALUES (OLD."customer_id", OLD."id", OLD."merge_id", OLD."name", OLD."name_key", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."uscc"); RETURN NULL;', hash='1cf30bfa736a9c26377f9a380fb5db8d65c49ee7', operation='DELETE', pgid='pgtrigger_delete_delete_35ba1', table='customers_formercustomer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MergeUndo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left', models.JSONField(default=dict, verbose_name='没能放回的')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('merge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='undo', to='customers.mergerecord')),
            ],
            options={
                'verbose_name': '撤销合并',
                'verbose_name_plural': '撤销合并',
            },
        ),
        migrations.CreateModel(
            name='FormerCustomerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField(serialize=False)),
                ('number', models.CharField(max_length=30, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('name_key', models.CharField(max_length=120)),
                ('uscc', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.formercustomer')),
                ('merge', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.mergerecord')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
