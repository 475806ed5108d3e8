import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0013_intelligence'),
        ('org', '0002_roles_follow_releases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('open', '要办'), ('done', '办完了'), ('dropped', '不办了')], default='open', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('plan', '跟进'), ('feedback', '客户反馈'), ('need', '需求变化'), ('business', '业务问题'), ('technical', '技术问题')], default='plan', editable=False, max_length=9, verbose_name='来由')),
                ('raised_in', models.DateField(editable=False, null=True, verbose_name='哪周提的')),
                ('subject', models.CharField(max_length=120, verbose_name='要办什么')),
                ('details', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ('due_on', models.DateField(verbose_name='哪天前')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办完时间')),
                ('search_key', models.TextField(default='', editable=False)),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办完的')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='customers.customer', verbose_name='客户')),
                ('opportunity', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='customers.opportunity', verbose_name='商机')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办')),
                ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='哪个部门的')),
                ('visit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='customers.visit', verbose_name='拜访')),
            ],
            options={
                'verbose_name': '任务',
                'verbose_name_plural': '任务',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['owner', 'due_on', 'id'], name='task_owner'), models.Index(condition=models.Q(('state', 'open')), fields=['due_on', 'id'], name='task_due'), models.Index(fields=['customer', '-due_on', '-id'], name='task_customer'), models.Index(fields=['owner', '-due_on', '-id'], name='task_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='task_closed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('result', ''), _negated=True), ('state', 'open'), models.Q(('kind__in', ['plan', 'need']), ('state', 'done')), _connector='OR'), name='task_closed_with_words', violation_error_message='写一句结果'), models.CheckConstraint(condition=models.Q(models.Q(('customer__isnull', False), ('kind', 'plan'), ('opportunity', None), ('unit', None), ('visit', None)), models.Q(('customer__isnull', False), ('kind', 'feedback'), ('opportunity', None), ('unit', None), ('visit__isnull', False)), models.Q(('customer__isnull', False), ('kind', 'need'), ('opportunity__isnull', False), ('unit', None), ('visit', None)), models.Q(('kind__in', ('business', 'technical')), ('opportunity', None), ('raised_in__iso_week_day', 1), ('unit__isnull', False), ('visit', None)), _connector='OR'), name='task_of_its_kind'), models.UniqueConstraint(condition=models.Q(('kind', 'need'), ('state', 'open')), fields=('opportunity',), name='task_once_per_changed_need')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_taskevent" ("closed_at", "closed_by_id", "created_at", "created_by_id", "customer_id", "details", "due_on", "id", "kind", "opportunity_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_in", "result", "state", "subject", "unit_id", "updated_at", "version", "visit_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."details", NEW."due_on", NEW."id", NEW."kind", NEW."opportunity_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."raised_in", NEW."result", NEW."state", NEW."subject", NEW."unit_id", NEW."updated_at", NEW."version", NEW."visit_id"); RETURN NULL;', hash='e0aca981037b358eaef081a2141037b788a4361f', operation='INSERT', pgid='pgtrigger_insert_insert_2724e', table='customers_task', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."details" IS DISTINCT FROM (NEW."details") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."opportunity_id" IS DISTINCT FROM (NEW."opportunity_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."raised_in" IS DISTINCT FROM (NEW."raised_in") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."visit_id" IS DISTINCT FROM (NEW."visit_id"))', func='INSERT INTO "customers_taskevent" ("closed_at", "closed_by_id", "created_at", "created_by_id", "customer_id", "details", "due_on", "id", "kind", "opportunity_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_in", "result", "state", "subject", "unit_id", "updated_at", "version", "visit_id") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."details", NEW."due_on", NEW."id", NEW."kind", NEW."opportunity_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."raised_in", NEW."result", NEW."state", NEW."subject", NEW."unit_id", NEW."updated_at", NEW."version", NEW."visit_id"); RETURN NULL;', hash='e0c41fe51c156761415271217699fdbd0b1a593e', operation='UPDATE', pgid='pgtrigger_update_update_068cd', table='customers_task', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_taskevent" ("closed_at", "closed_by_id", "created_at", "created_by_id", "customer_id", "details", "due_on", "id", "kind", "opportunity_id", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_in", "result", "state", "subject", "unit_id", "updated_at", "version", "visit_id") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."details", OLD."due_on", OLD."id", OLD."kind", OLD."opportunity_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."raised_in", OLD."result", OLD."state", OLD."subject", OLD."unit_id", OLD."updated_at", OLD."version", OLD."visit_id"); RETURN NULL;', hash='2ea5619d99a2eeff4e6e634ba5c3b6fd91fd5d76', operation='DELETE', pgid='pgtrigger_delete_delete_40f85', table='customers_task', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='TaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('open', '要办'), ('done', '办完了'), ('dropped', '不办了')], default='open', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('plan', '跟进'), ('feedback', '客户反馈'), ('need', '需求变化'), ('business', '业务问题'), ('technical', '技术问题')], default='plan', editable=False, max_length=9, verbose_name='来由')),
                ('raised_in', models.DateField(editable=False, null=True, verbose_name='哪周提的')),
                ('subject', models.CharField(max_length=120, verbose_name='要办什么')),
                ('details', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ('due_on', models.DateField(verbose_name='哪天前')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='结果')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办完时间')),
                ('closed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办完的')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('opportunity', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.opportunity', verbose_name='商机')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.task')),
                ('unit', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='哪个部门的')),
                ('visit', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.visit', verbose_name='拜访')),
            ],
            options={
                'abstract': False,
            },
        ),
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
            name='satisfaction',
            field=models.CharField(blank=True, choices=[('content', '满意'), ('soso', '一般'), ('unhappy', '不满意')], max_length=8, verbose_name='满意吗'),
        ),
        migrations.AddField(
            model_name='visitevent',
            name='satisfaction',
            field=models.CharField(blank=True, choices=[('content', '满意'), ('soso', '一般'), ('unhappy', '不满意')], max_length=8, verbose_name='满意吗'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('satisfaction', ''), _negated=True), fields=['satisfaction', '-occurred_at', '-id'], name='visit_satisfaction'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='40d7698948da342723943f5285ebc29564b8e7c8', operation='INSERT', pgid='pgtrigger_insert_insert_bb171', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='1405e9a1509e66440b9f4332ba8aed9348cc4a6c', operation='UPDATE', pgid='pgtrigger_update_update_0baa3', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "satisfaction", "summary", "updated_at", "version", "visitor_id") VALUES (OLD."amended_at", OLD."client_key", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."is_late", OLD."kind", OLD."next_on", OLD."next_step", OLD."occurred_at", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."satisfaction", OLD."summary", OLD."updated_at", OLD."version", OLD."visitor_id"); RETURN NULL;', hash='b22283abeafb91be013351c1fb1ce404100ff12e', operation='DELETE', pgid='pgtrigger_delete_delete_81250', table='customers_visit', when='AFTER')),
        ),
    ]
