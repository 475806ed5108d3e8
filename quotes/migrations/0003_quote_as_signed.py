import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quotes', '0002_quote_opportunity'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='quote',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='quote',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='quote',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='quote',
            name='as_signed',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='签批时的编号'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='as_signed',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='签批时的编号'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "as_signed", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "opportunity_id", "owner_id", "payment_plan", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "quoted_on", "remarks", "reported_at", "revision", "solution_id", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (NEW."approval_id", NEW."approved_at", NEW."approved_digest", NEW."as_signed", NEW."buyer", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."customer_id", NEW."delivery_terms", NEW."freight_terms", NEW."id", NEW."is_major", NEW."issued_at", NEW."list_total", NEW."net_total", NEW."number", NEW."opportunity_id", NEW."owner_id", NEW."payment_plan", NEW."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."presenter", NEW."quoted_on", NEW."remarks", NEW."reported_at", NEW."revision", NEW."solution_id", NEW."state", NEW."tax_total", NEW."title", NEW."total", NEW."updated_at", NEW."valid_until", NEW."version", NEW."warranty_months", NEW."worst_gap"); RETURN NULL;', hash='7aa07c8862dc9d1c3d3d87d792fb5ee613bb9436', operation='INSERT', pgid='pgtrigger_insert_insert_6053a', table='quotes_quote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approval_id" IS DISTINCT FROM (NEW."approval_id") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_digest" IS DISTINCT FROM (NEW."approved_digest") OR OLD."as_signed" IS DISTINCT FROM (NEW."as_signed") OR OLD."buyer" IS DISTINCT FROM (NEW."buyer") OR OLD."contact_id" IS DISTINCT FROM (NEW."contact_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."delivery_terms" IS DISTINCT FROM (NEW."delivery_terms") OR OLD."freight_terms" IS DISTINCT FROM (NEW."freight_terms") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_major" IS DISTINCT FROM (NEW."is_major") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."list_total" IS DISTINCT FROM (NEW."list_total") OR OLD."net_total" IS DISTINCT FROM (NEW."net_total") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opportunity_id" IS DISTINCT FROM (NEW."opportunity_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."payment_plan" IS DISTINCT FROM (NEW."payment_plan") OR OLD."payment_terms" IS DISTINCT FROM (NEW."payment_terms") OR OLD."presenter" IS DISTINCT FROM (NEW."presenter") OR OLD."quoted_on" IS DISTINCT FROM (NEW."quoted_on") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."solution_id" IS DISTINCT FROM (NEW."solution_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."tax_total" IS DISTINCT FROM (NEW."tax_total") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."warranty_months" IS DISTINCT FROM (NEW."warranty_months") OR OLD."worst_gap" IS DISTINCT FROM (NEW."worst_gap"))', func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "as_signed", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "opportunity_id", "owner_id", "payment_plan", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "quoted_on", "remarks", "reported_at", "revision", "solution_id", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (NEW."approval_id", NEW."approved_at", NEW."approved_digest", NEW."as_signed", NEW."buyer", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."customer_id", NEW."delivery_terms", NEW."freight_terms", NEW."id", NEW."is_major", NEW."issued_at", NEW."list_total", NEW."net_total", NEW."number", NEW."opportunity_id", NEW."owner_id", NEW."payment_plan", NEW."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."presenter", NEW."quoted_on", NEW."remarks", NEW."reported_at", NEW."revision", NEW."solution_id", NEW."state", NEW."tax_total", NEW."title", NEW."total", NEW."updated_at", NEW."valid_until", NEW."version", NEW."warranty_months", NEW."worst_gap"); RETURN NULL;', hash='a0d46a678390cdefeda635a7a27fd7f40125f230', operation='UPDATE', pgid='pgtrigger_update_update_d2f7b', table='quotes_quote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "as_signed", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "opportunity_id", "owner_id", "payment_plan", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presenter", "quoted_on", "remarks", "reported_at", "revision", "solution_id", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (OLD."approval_id", OLD."approved_at", OLD."approved_digest", OLD."as_signed", OLD."buyer", OLD."contact_id", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."delivery_terms", OLD."freight_terms", OLD."id", OLD."is_major", OLD."issued_at", OLD."list_total", OLD."net_total", OLD."number", OLD."opportunity_id", OLD."owner_id", OLD."payment_plan", OLD."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."presenter", OLD."quoted_on", OLD."remarks", OLD."reported_at", OLD."revision", OLD."solution_id", OLD."state", OLD."tax_total", OLD."title", OLD."total", OLD."updated_at", OLD."valid_until", OLD."version", OLD."warranty_months", OLD."worst_gap"); RETURN NULL;', hash='ba6f3e89deb2de5a3615d09ea59ede71b90bd07b', operation='DELETE', pgid='pgtrigger_delete_delete_c7169', table='quotes_quote', when='AFTER')),
        ),
    ]
