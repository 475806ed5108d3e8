import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0015_demonstrations'),
        ('workflow', '0002_common_superior'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('state', django_fsm.FSMField(choices=[('named', '待写'), ('reported', '审批中'), ('approved', '已批准'), ('dropped', '已移出')], default='named', max_length=50, protected=True, verbose_name='状态')),
                ('goals', models.CharField(blank=True, max_length=1000, verbose_name='合作目标')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='目标金额')),
                ('measures', models.CharField(blank=True, max_length=2000, verbose_name='服务措施')),
                ('write_by', models.DateField(editable=False, verbose_name='上报期限')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='退回原因')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('dropped_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='移出原因')),
                ('approval', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='account_plans', to='customers.customer', verbose_name='客户')),
            ],
            options={
                'verbose_name': '服务计划',
                'verbose_name_plural': '服务计划',
                'indexes': [models.Index(fields=['customer', '-year'], name='account_plan_customer'), models.Index(fields=['year', 'id'], name='account_plan_year'), models.Index(condition=models.Q(('state', 'named')), fields=['write_by'], name='account_plan_to_write')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('customer', 'year'), name='account_plan_once_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('approval__isnull', False), ('approved_at__isnull', False)), _connector='OR'), name='account_plan_approved_with_approval'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'approved']), _negated=True), models.Q(models.Q(('goals', ''), _negated=True), models.Q(('measures', ''), _negated=True)), _connector='OR'), name='account_plan_reported_with_words'), models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lt', 2200)), name='account_plan_year', violation_error_message='年度不对'), models.CheckConstraint(condition=models.Q(('target', None), ('target__gt', 0), _connector='OR'), name='account_plan_target', violation_error_message='金额要大于零')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_accountplanevent" ("approval_id", "approved_at", "created_at", "created_by_id", "customer_id", "dropped_reason", "goals", "id", "measures", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "target", "updated_at", "version", "write_by", "year") VALUES (NEW."approval_id", NEW."approved_at", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."dropped_reason", NEW."goals", NEW."id", NEW."measures", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."returned_reason", NEW."state", NEW."target", NEW."updated_at", NEW."version", NEW."write_by", NEW."year"); RETURN NULL;', hash='bfa535a08aa41c1bc6fb4608591afa48d11a4fda', operation='INSERT', pgid='pgtrigger_insert_insert_3c61e', table='customers_accountplan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_accountplanevent" ("approval_id", "approved_at", "created_at", "created_by_id", "customer_id", "dropped_reason", "goals", "id", "measures", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "target", "updated_at", "version", "write_by", "year") VALUES (NEW."approval_id", NEW."approved_at", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."dropped_reason", NEW."goals", NEW."id", NEW."measures", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."returned_reason", NEW."state", NEW."target", NEW."updated_at", NEW."version", NEW."write_by", NEW."year"); RETURN NULL;', hash='122f0ef133ca7e939a923d36510052da5c3c6538', operation='UPDATE', pgid='pgtrigger_update_update_05893', table='customers_accountplan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_accountplanevent" ("approval_id", "approved_at", "created_at", "created_by_id", "customer_id", "dropped_reason", "goals", "id", "measures", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "target", "updated_at", "version", "write_by", "year") VALUES (OLD."approval_id", OLD."approved_at", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."dropped_reason", OLD."goals", OLD."id", OLD."measures", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."returned_reason", OLD."state", OLD."target", OLD."updated_at", OLD."version", OLD."write_by", OLD."year"); RETURN NULL;', hash='8e16b9d29c01005243d114b9a28c2f969c83d9a1', operation='DELETE', pgid='pgtrigger_delete_delete_5804c', table='customers_accountplan', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='AccountPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('state', django_fsm.FSMField(choices=[('named', '待写'), ('reported', '审批中'), ('approved', '已批准'), ('dropped', '已移出')], default='named', max_length=50, protected=True, verbose_name='状态')),
                ('goals', models.CharField(blank=True, max_length=1000, verbose_name='合作目标')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='目标金额')),
                ('measures', models.CharField(blank=True, max_length=2000, verbose_name='服务措施')),
                ('write_by', models.DateField(editable=False, verbose_name='上报期限')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='退回原因')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                ('dropped_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='移出原因')),
                ('approval', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.accountplan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccountReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('due_on', models.DateField(verbose_name='回顾日期')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='哪天回顾的')),
                ('summary', models.CharField(blank=True, max_length=2000, verbose_name='回顾结果')),
                ('satisfaction', models.CharField(blank=True, choices=[('content', '满意'), ('soso', '一般'), ('unhappy', '不满意')], max_length=8, verbose_name='客户满意吗')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('held_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁回顾的')),
                ('plan', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='customers.accountplan')),
            ],
            options={
                'verbose_name': '服务回顾',
                'verbose_name_plural': '服务回顾',
                'indexes': [models.Index(condition=models.Q(('held_on', None)), fields=['due_on'], name='account_review_to_hold')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'due_on'), name='account_review_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('held_by', None), ('held_on', None), ('satisfaction', ''), ('summary', '')), models.Q(('held_by__isnull', False), ('held_on__isnull', False), models.Q(('summary', ''), _negated=True), models.Q(('satisfaction', ''), _negated=True)), _connector='OR'), name='account_review_held_with_words', violation_error_message='写明回顾结果和客户满意不满意')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_accountreviewevent" ("created_at", "created_by_id", "due_on", "held_by_id", "held_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "satisfaction", "summary", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."held_by_id", NEW."held_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version"); RETURN NULL;', hash='cc0481a867f936be30639e9e3bd8b331522b4a62', operation='INSERT', pgid='pgtrigger_insert_insert_c8dae', table='customers_accountreview', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_accountreviewevent" ("created_at", "created_by_id", "due_on", "held_by_id", "held_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "satisfaction", "summary", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."due_on", NEW."held_by_id", NEW."held_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."satisfaction", NEW."summary", NEW."updated_at", NEW."version"); RETURN NULL;', hash='a1f02ed6ad24065b723948ee8df772c344d88348', operation='UPDATE', pgid='pgtrigger_update_update_cfee6', table='customers_accountreview', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_accountreviewevent" ("created_at", "created_by_id", "due_on", "held_by_id", "held_on", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "satisfaction", "summary", "updated_at", "version") VALUES (OLD."created_at", OLD."created_by_id", OLD."due_on", OLD."held_by_id", OLD."held_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."satisfaction", OLD."summary", OLD."updated_at", OLD."version"); RETURN NULL;', hash='cb8ba1a4bf297f7101116e83dea2f8bfdac8ca11', operation='DELETE', pgid='pgtrigger_delete_delete_2cee2', table='customers_accountreview', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AccountReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('due_on', models.DateField(verbose_name='回顾日期')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='哪天回顾的')),
                ('summary', models.CharField(blank=True, max_length=2000, verbose_name='回顾结果')),
                ('satisfaction', models.CharField(blank=True, choices=[('content', '满意'), ('soso', '一般'), ('unhappy', '不满意')], max_length=8, verbose_name='客户满意吗')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('held_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁回顾的')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.accountreview')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.accountplan')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
