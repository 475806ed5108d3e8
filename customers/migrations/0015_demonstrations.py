import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0014_tasks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='visit',
            name='companions',
            field=models.CharField(blank=True, max_length=100, verbose_name='我方同去'),
        ),
        migrations.AddField(
            model_name='visit',
            name='materials',
            field=models.CharField(blank=True, max_length=200, verbose_name='演示了什么'),
        ),
        migrations.AddField(
            model_name='visit',
            name='opportunity',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='customers.opportunity', verbose_name='商机'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='companions',
            field=models.CharField(blank=True, max_length=100, verbose_name='我方同去'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='materials',
            field=models.CharField(blank=True, max_length=200, verbose_name='演示了什么'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='opportunity',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.opportunity', verbose_name='商机'),
        ),
        migrations.AlterField(
            model_name='visit',
            name='kind',
            field=models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上'), ('demo', '演示')], default='visit', max_length=8, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='visitevent',
            name='kind',
            field=models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上'), ('demo', '演示')], default='visit', max_length=8, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='visitplan',
            name='kind',
            field=models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上'), ('demo', '演示')], default='visit', max_length=8, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='visitplanevent',
            name='kind',
            field=models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上'), ('demo', '演示')], default='visit', max_length=8, verbose_name='方式'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['opportunity', '-occurred_at', '-id'], name='visit_opportunity'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "companions", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "materials", "next_on", "next_step", "occurred_at", "opportunity_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."companions", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."materials", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."opportunity_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='dc16d1ffa1f600737b01fea73b9b607bb257e00f', operation='INSERT', pgid='pgtrigger_insert_insert_bb171', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "companions", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "materials", "next_on", "next_step", "occurred_at", "opportunity_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."companions", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."materials", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."opportunity_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='db0de71ce816aa93d7e420ef9cea65dd29057d91', operation='UPDATE', pgid='pgtrigger_update_update_0baa3', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "companions", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "materials", "next_on", "next_step", "occurred_at", "opportunity_id", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (OLD."amended_at", OLD."client_key", OLD."companions", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."is_late", OLD."kind", OLD."materials", OLD."next_on", OLD."next_step", OLD."occurred_at", OLD."opportunity_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."satisfaction", OLD."summary", OLD."updated_at", OLD."version", OLD."visitor_id"); RETURN NULL;', hash='cdb597b96f1f6523fabac309e481151fdc74f10a', operation='DELETE', pgid='pgtrigger_delete_delete_81250', table='customers_visit', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'demo'), _negated=True), models.Q(('materials', ''), _negated=True), _connector='OR'), name='visit_demo_has_materials', violation_error_message='演示要写明演示了什么'),
        ),
    ]
