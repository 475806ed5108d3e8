import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_similar_names'),
        ('workflow', '0002_common_superior'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PriorApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('number', models.CharField(editable=False, max_length=32, unique=True, verbose_name='编号')),
                ('state', django_fsm.FSMField(choices=[('reported', '请示中'), ('granted', '待汇报'), ('told', '待了结'), ('closed', '已了结'), ('refused', '没同意'), ('withdrawn', '已撤回')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('hosting', '招待、礼品'), ('travel', '出差'), ('sample', '样机、试用'), ('terms', '商务让步'), ('other', '其他')], max_length=8, verbose_name='类别')),
                ('subject', models.CharField(max_length=80, verbose_name='请示什么')),
                ('content', models.CharField(max_length=1000, verbose_name='为什么、怎么做')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='预计金额')),
                ('act_on', models.DateField(verbose_name='哪天办')),
                ('report_by', models.DateField(editable=False, null=True, verbose_name='哪天前汇报')),
                ('outcome', models.CharField(blank=True, choices=[('done', '办成了'), ('partly', '办了一部分'), ('not', '没办')], max_length=8, verbose_name='办成没有')),
                ('report', models.CharField(blank=True, max_length=2000, verbose_name='汇报')),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='实际花费')),
                ('reported_at', models.DateTimeField(editable=False, null=True, verbose_name='汇报时间')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='退回原因')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='了结时间')),
                ('search_key', models.TextField(default='', editable=False)),
                ('approval', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.approvalrequest')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='了结人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prior_approvals', to='customers.customer', verbose_name='客户')),
                ('owner', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请示人')),
            ],
            options={
                'verbose_name': '请示',
                'verbose_name_plural': '请示',
                'indexes': [models.Index(fields=['owner', '-id'], name='prior_owner'), models.Index(condition=models.Q(('state', 'granted')), fields=['report_by'], name='prior_to_report')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['granted', 'told', 'closed']), _negated=True), models.Q(('approval__isnull', False), ('report_by__isnull', False)), _connector='OR'), name='prior_granted_with_approval'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['told', 'closed']), _negated=True), models.Q(models.Q(('report', ''), _negated=True), models.Q(('outcome', ''), _negated=True), ('reported_at__isnull', False)), _connector='OR'), name='prior_closed_with_report'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed'), models.Q(('closed_by', models.F('owner')), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='prior_closed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), models.Q(('spent', None), ('spent__gte', 0), _connector='OR')), name='prior_amounts', violation_error_message='金额要大于零')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_priorapprovalevent" ("act_on", "amount", "approval_id", "closed_at", "closed_by_id", "content", "created_at", "created_by_id", "customer_id", "id", "kind", "number", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_by", "reported_at", "returned_reason", "spent", "state", "subject", "updated_at", "version") VALUES (NEW."act_on", NEW."amount", NEW."approval_id", NEW."closed_at", NEW."closed_by_id", NEW."content", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."kind", NEW."number", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."report", NEW."report_by", NEW."reported_at", NEW."returned_reason", NEW."spent", NEW."state", NEW."subject", NEW."updated_at", NEW."version"); RETURN NULL;', hash='d912d678d50da15fea37ae5243c33573a777aa68', operation='INSERT', pgid='pgtrigger_insert_insert_88d7e', table='customers_priorapproval', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."act_on" IS DISTINCT FROM (NEW."act_on") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."approval_id" IS DISTINCT FROM (NEW."approval_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."report" IS DISTINCT FROM (NEW."report") OR OLD."report_by" IS DISTINCT FROM (NEW."report_by") OR OLD."reported_at" IS DISTINCT FROM (NEW."reported_at") OR OLD."returned_reason" IS DISTINCT FROM (NEW."returned_reason") OR OLD."spent" IS DISTINCT FROM (NEW."spent") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "customers_priorapprovalevent" ("act_on", "amount", "approval_id", "closed_at", "closed_by_id", "content", "created_at", "created_by_id", "customer_id", "id", "kind", "number", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_by", "reported_at", "returned_reason", "spent", "state", "subject", "updated_at", "version") VALUES (NEW."act_on", NEW."amount", NEW."approval_id", NEW."closed_at", NEW."closed_by_id", NEW."content", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."kind", NEW."number", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."report", NEW."report_by", NEW."reported_at", NEW."returned_reason", NEW."spent", NEW."state", NEW."subject", NEW."updated_at", NEW."version"); RETURN NULL;', hash='4e2867929431907b4afca036770b943214f82c53', operation='UPDATE', pgid='pgtrigger_update_update_19868', table='customers_priorapproval', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_priorapprovalevent" ("act_on", "amount", "approval_id", "closed_at", "closed_by_id", "content", "created_at", "created_by_id", "customer_id", "id", "kind", "number", "outcome", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "report", "report_by", "reported_at", "returned_reason", "spent", "state", "subject", "updated_at", "version") VALUES (OLD."act_on", OLD."amount", OLD."approval_id", OLD."closed_at", OLD."closed_by_id", OLD."content", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."kind", OLD."number", OLD."outcome", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."report", OLD."report_by", OLD."reported_at", OLD."returned_reason", OLD."spent", OLD."state", OLD."subject", OLD."updated_at", OLD."version"); RETURN NULL;', hash='ff117962380bfb916644ba520f777d80897e0e24', operation='DELETE', pgid='pgtrigger_delete_delete_76481', table='customers_priorapproval', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='PriorApprovalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('number', models.CharField(editable=False, max_length=32, verbose_name='编号')),
                ('state', django_fsm.FSMField(choices=[('reported', '请示中'), ('granted', '待汇报'), ('told', '待了结'), ('closed', '已了结'), ('refused', '没同意'), ('withdrawn', '已撤回')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('hosting', '招待、礼品'), ('travel', '出差'), ('sample', '样机、试用'), ('terms', '商务让步'), ('other', '其他')], max_length=8, verbose_name='类别')),
                ('subject', models.CharField(max_length=80, verbose_name='请示什么')),
                ('content', models.CharField(max_length=1000, verbose_name='为什么、怎么做')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='预计金额')),
                ('act_on', models.DateField(verbose_name='哪天办')),
                ('report_by', models.DateField(editable=False, null=True, verbose_name='哪天前汇报')),
                ('outcome', models.CharField(blank=True, choices=[('done', '办成了'), ('partly', '办了一部分'), ('not', '没办')], max_length=8, verbose_name='办成没有')),
                ('report', models.CharField(blank=True, max_length=2000, verbose_name='汇报')),
                ('spent', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='实际花费')),
                ('reported_at', models.DateTimeField(editable=False, null=True, verbose_name='汇报时间')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='退回原因')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='了结时间')),
                ('approval', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
                ('closed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='了结人')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('owner', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请示人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.priorapproval')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
