import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='role',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='role',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='role',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='role',
            name='offered',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, editable=False, null=True, size=None),
        ),
        migrations.AddField(
            model_name='roleevent',
            name='offered',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, editable=False, null=True, size=None),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "offered", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (NEW."capabilities", NEW."code", NEW."duties", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."scopes"); RETURN NULL;', hash='7095c1f8956f3ffb1631f800031cecc7323939f4', operation='INSERT', pgid='pgtrigger_insert_insert_e1ec6', table='org_role', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "offered", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (NEW."capabilities", NEW."code", NEW."duties", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."scopes"); RETURN NULL;', hash='82139eff38c4ba0bf90c67dd26c48be6370eb0bc', operation='UPDATE', pgid='pgtrigger_update_update_085ea', table='org_role', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='role',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "offered", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (OLD."capabilities", OLD."code", OLD."duties", OLD."id", OLD."name", OLD."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."scopes"); RETURN NULL;', hash='edcd58c64f96696a245e17b736371b332cec17db', operation='DELETE', pgid='pgtrigger_delete_delete_d7247', table='org_role', when='AFTER')),
        ),
    ]
