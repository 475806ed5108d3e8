import core.clock
import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.constraints
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovalCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(default=core.clock.now, verbose_name='抄送时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '抄送',
                'verbose_name_plural': '抄送',
            },
        ),
        migrations.CreateModel(
            name='ApprovalRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('subject_id', models.BigIntegerField(verbose_name='单据编号')),
                ('number', models.CharField(max_length=60, verbose_name='单号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('party', models.CharField(blank=True, max_length=200, verbose_name='客户')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='打开')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='金额')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='币种')),
                ('digest', models.CharField(max_length=64, verbose_name='指纹')),
                ('snapshot', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='提交时的内容')),
                ('facts', models.JSONField(default=dict, verbose_name='判断依据')),
                ('risks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None, verbose_name='风险')),
                ('policies', models.JSONField(default=dict, verbose_name='当时的制度版本')),
                ('state', models.CharField(choices=[('open', '审批中'), ('approved', '已通过'), ('returned', '已退回'), ('rejected', '已驳回'), ('withdrawn', '已撤回')], default='open', max_length=10, verbose_name='状态')),
                ('note', models.TextField(blank=True, verbose_name='提交说明')),
                ('submitted_at', models.DateTimeField(default=core.clock.now, verbose_name='提交时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('submitter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '审批',
                'verbose_name_plural': '审批',
            },
        ),
        migrations.CreateModel(
            name='ApprovalCopyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('sent_at', models.DateTimeField(default=core.clock.now, verbose_name='抄送时间')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalcopy')),
                ('sent_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='approvalcopy',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='workflow.approvalrequest'),
        ),
        migrations.CreateModel(
            name='ApprovalRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('state', models.CharField(choices=[('active', '在用'), ('retired', '停用')], default='active', max_length=8, verbose_name='状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='修订说明')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='生效时间')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修订人')),
            ],
            options={
                'verbose_name': '审批路线',
                'verbose_name_plural': '审批路线',
            },
        ),
        migrations.CreateModel(
            name='ApprovalRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('subject_id', models.BigIntegerField(verbose_name='单据编号')),
                ('number', models.CharField(max_length=60, verbose_name='单号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('party', models.CharField(blank=True, max_length=200, verbose_name='客户')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='打开')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='金额')),
                ('currency', models.CharField(default='CNY', max_length=3, verbose_name='币种')),
                ('digest', models.CharField(max_length=64, verbose_name='指纹')),
                ('facts', models.JSONField(default=dict, verbose_name='判断依据')),
                ('risks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None, verbose_name='风险')),
                ('policies', models.JSONField(default=dict, verbose_name='当时的制度版本')),
                ('state', models.CharField(choices=[('open', '审批中'), ('approved', '已通过'), ('returned', '已退回'), ('rejected', '已驳回'), ('withdrawn', '已撤回')], default='open', max_length=10, verbose_name='状态')),
                ('note', models.TextField(blank=True, verbose_name='提交说明')),
                ('submitted_at', models.DateTimeField(default=core.clock.now, verbose_name='提交时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalrequest')),
                ('submitter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                ('route', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalroute', verbose_name='路线')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='approvalrequest',
            name='route',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='workflow.approvalroute', verbose_name='路线'),
        ),
        migrations.CreateModel(
            name='ApprovalRouteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('state', models.CharField(choices=[('active', '在用'), ('retired', '停用')], default='active', max_length=8, verbose_name='状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='修订说明')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='生效时间')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修订人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalroute')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApprovalRouteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('name', models.CharField(max_length=40, verbose_name='步骤')),
                ('conditions', models.JSONField(blank=True, default=list, help_text='全部满足才走这一步；空着就是总要走', verbose_name='条件')),
                ('finder', models.CharField(choices=[('superior', '直属上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12, verbose_name='找谁')),
                ('finder_ref', models.CharField(blank=True, max_length=60, verbose_name='权限或登录名')),
                ('mode', models.CharField(choices=[('any', '或签'), ('all', '会签')], default='any', max_length=3, verbose_name='方式')),
                ('hours', models.PositiveSmallIntegerField(default=24, verbose_name='时限（小时）')),
                ('clause', models.CharField(max_length=200, verbose_name='依据')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='workflow.approvalroute')),
            ],
            options={
                'verbose_name': '路线步骤',
                'verbose_name_plural': '路线步骤',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalRouteStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('name', models.CharField(max_length=40, verbose_name='步骤')),
                ('conditions', models.JSONField(blank=True, default=list, help_text='全部满足才走这一步；空着就是总要走', verbose_name='条件')),
                ('finder', models.CharField(choices=[('superior', '直属上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12, verbose_name='找谁')),
                ('finder_ref', models.CharField(blank=True, max_length=60, verbose_name='权限或登录名')),
                ('mode', models.CharField(choices=[('any', '或签'), ('all', '会签')], default='any', max_length=3, verbose_name='方式')),
                ('hours', models.PositiveSmallIntegerField(default=24, verbose_name='时限（小时）')),
                ('clause', models.CharField(max_length=200, verbose_name='依据')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalroutestep')),
                ('route', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalroute')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApprovalSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(blank=True, choices=[('approve', '同意'), ('return', '退回'), ('reject', '驳回')], default='', max_length=8, verbose_name='结论')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审批时间')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_seats', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转交或加签人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='实际审批人')),
                ('submitter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '审批席位',
                'verbose_name_plural': '审批席位',
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('name', models.CharField(max_length=40, verbose_name='步骤')),
                ('mode', models.CharField(choices=[('any', '或签'), ('all', '会签')], default='any', max_length=3, verbose_name='方式')),
                ('state', models.CharField(choices=[('waiting', '未到'), ('open', '等审批'), ('approved', '已同意'), ('returned', '已退回'), ('rejected', '已驳回'), ('cancelled', '不再需要')], default='waiting', max_length=10, verbose_name='状态')),
                ('finder', models.CharField(choices=[('superior', '直属上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12)),
                ('finder_ref', models.CharField(blank=True, max_length=60)),
                ('clause', models.CharField(max_length=300, verbose_name='依据')),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='触发的条件')),
                ('hours', models.PositiveSmallIntegerField(default=24, verbose_name='时限（小时）')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='开始等待')),
                ('due_at', models.DateTimeField(null=True, verbose_name='时限')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='上次催办')),
                ('escalated_at', models.DateTimeField(null=True, verbose_name='上报时间')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='workflow.approvalrequest')),
            ],
            options={
                'verbose_name': '审批步骤',
                'verbose_name_plural': '审批步骤',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalSeatEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('verdict', models.CharField(blank=True, choices=[('approve', '同意'), ('return', '退回'), ('reject', '驳回')], default='', max_length=8, verbose_name='结论')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审批时间')),
                ('comment', models.TextField(blank=True, verbose_name='意见')),
                ('approver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('brought_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转交或加签人')),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='实际审批人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalseat')),
                ('submitter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalstep')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='approvalseat',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='workflow.approvalstep'),
        ),
        migrations.CreateModel(
            name='ApprovalStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('name', models.CharField(max_length=40, verbose_name='步骤')),
                ('mode', models.CharField(choices=[('any', '或签'), ('all', '会签')], default='any', max_length=3, verbose_name='方式')),
                ('state', models.CharField(choices=[('waiting', '未到'), ('open', '等审批'), ('approved', '已同意'), ('returned', '已退回'), ('rejected', '已驳回'), ('cancelled', '不再需要')], default='waiting', max_length=10, verbose_name='状态')),
                ('finder', models.CharField(choices=[('superior', '直属上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12)),
                ('finder_ref', models.CharField(blank=True, max_length=60)),
                ('clause', models.CharField(max_length=300, verbose_name='依据')),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='触发的条件')),
                ('hours', models.PositiveSmallIntegerField(default=24, verbose_name='时限（小时）')),
                ('opened_at', models.DateTimeField(null=True, verbose_name='开始等待')),
                ('due_at', models.DateTimeField(null=True, verbose_name='时限')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='上次催办')),
                ('escalated_at', models.DateTimeField(null=True, verbose_name='上报时间')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='workflow.approvalstep')),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='approvalcopy',
            index=models.Index(fields=['user', '-id'], name='copy_user'),
        ),
        migrations.AddConstraint(
            model_name='approvalcopy',
            constraint=models.UniqueConstraint(fields=('request', 'user'), name='copy_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalcopy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalcopyevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "sent_at", "sent_by_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."request_id", NEW."sent_at", NEW."sent_by_id", NEW."user_id"); RETURN NULL;', hash='13417f03bcc8095369eba00e73eb9089e7e339d7', operation='INSERT', pgid='pgtrigger_insert_insert_50873', table='workflow_approvalcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalcopy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_by_id" IS DISTINCT FROM (NEW."sent_by_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "workflow_approvalcopyevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "sent_at", "sent_by_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."request_id", NEW."sent_at", NEW."sent_by_id", NEW."user_id"); RETURN NULL;', hash='39915aa9cdfebfb32e18b8f459702013f0c84bae', operation='UPDATE', pgid='pgtrigger_update_update_fa37e', table='workflow_approvalcopy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalcopy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalcopyevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "sent_at", "sent_by_id", "user_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."request_id", OLD."sent_at", OLD."sent_by_id", OLD."user_id"); RETURN NULL;', hash='fcea4a7d943758918e5dd15202a51f0b204bd60d', operation='DELETE', pgid='pgtrigger_delete_delete_9fbeb', table='workflow_approvalcopy', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='approvalroute',
            constraint=models.UniqueConstraint(fields=('kind', 'version'), name='route_version_once'),
        ),
        migrations.AddConstraint(
            model_name='approvalroute',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('kind',), name='route_one_active'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroute',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalrouteevent" ("created_at", "created_by_id", "id", "kind", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."state", NEW."version"); RETURN NULL;', hash='5110b2a506b712042922e09e26d7e1d56a65955b', operation='INSERT', pgid='pgtrigger_insert_insert_86966', table='workflow_approvalroute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroute',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "workflow_approvalrouteevent" ("created_at", "created_by_id", "id", "kind", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."state", NEW."version"); RETURN NULL;', hash='e5058531034677cc2a152ab42857d0b407049887', operation='UPDATE', pgid='pgtrigger_update_update_88a1e', table='workflow_approvalroute', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroute',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalrouteevent" ("created_at", "created_by_id", "id", "kind", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."kind", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."state", OLD."version"); RETURN NULL;', hash='33f31fc0eca60335e29311e43b1ba0e87fb29c27', operation='DELETE', pgid='pgtrigger_delete_delete_1641d', table='workflow_approvalroute', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='approvalrequest',
            index=models.Index(fields=['kind', 'subject_id', '-id'], name='request_subject'),
        ),
        migrations.AddIndex(
            model_name='approvalrequest',
            index=models.Index(fields=['submitter', '-id'], name='request_submitter'),
        ),
        migrations.AddConstraint(
            model_name='approvalrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('kind', 'subject_id'), name='request_one_open'),
        ),
        migrations.AddConstraint(
            model_name='approvalrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='request_closed_has_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:approved,open:returned,open:rejected,open:withdrawn,approved:open,returned:open,rejected:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a2e5c1715a80de3f12f81c30c56d95c8e000428d', operation='UPDATE', pgid='pgtrigger_request_moves_64821', table='workflow_approvalrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_content_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."risks" IS DISTINCT FROM (NEW."risks") OR OLD."submitter_id" IS DISTINCT FROM (NEW."submitter_id") OR OLD."route_id" IS DISTINCT FROM (NEW."route_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9eaa4ffff89af95c9ec952096cc64fab167becd7', operation='UPDATE', pgid='pgtrigger_request_content_is_fixed_41867', table='workflow_approvalrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='request_approved_by_all_steps', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'approved\')', constraint='CONSTRAINT', func="\n    -- It fires at the end of the transaction: what counts is the row as it stands then.\n    PERFORM 1 FROM workflow_approvalrequest WHERE id = NEW.id AND state = 'approved';\n    IF NOT FOUND THEN\n        RETURN NEW;\n    END IF;\n    IF NOT EXISTS (SELECT 1 FROM workflow_approvalstep WHERE request_id = NEW.id)\n    OR EXISTS (\n        SELECT 1 FROM workflow_approvalstep step\n        WHERE step.request_id = NEW.id AND (\n            step.state <> 'approved'\n            OR NOT EXISTS (\n                SELECT 1 FROM workflow_approvalseat seat WHERE seat.step_id = step.id AND seat.verdict = 'approve'\n            )\n            OR EXISTS (\n                SELECT 1 FROM workflow_approvalseat seat\n                WHERE seat.step_id = step.id AND seat.verdict <> 'approve' AND (step.mode = 'all' OR seat.verdict <> '')\n            )\n        )\n    ) THEN\n        RAISE EXCEPTION 'a request is approved when every step is'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_approved_by_all_steps';\n    END IF;\n    RETURN NEW;\n", hash='277fce9f9d7cdaf060101aeac169430d90d8928c', operation='INSERT OR UPDATE', pgid='pgtrigger_request_approved_by_all_steps_e9f88', table='workflow_approvalrequest', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalrequestevent" ("amount", "closed_at", "currency", "digest", "facts", "id", "kind", "note", "number", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policies", "risks", "route_id", "state", "subject_id", "submitted_at", "submitter_id", "title", "url") VALUES (NEW."amount", NEW."closed_at", NEW."currency", NEW."digest", NEW."facts", NEW."id", NEW."kind", NEW."note", NEW."number", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."policies", NEW."risks", NEW."route_id", NEW."state", NEW."subject_id", NEW."submitted_at", NEW."submitter_id", NEW."title", NEW."url"); RETURN NULL;', hash='821fb1d841bc7824b3ec72b07be570f45f570a0c', operation='INSERT', pgid='pgtrigger_insert_insert_55924', table='workflow_approvalrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."party" IS DISTINCT FROM (NEW."party") OR OLD."policies" IS DISTINCT FROM (NEW."policies") OR OLD."risks" IS DISTINCT FROM (NEW."risks") OR OLD."route_id" IS DISTINCT FROM (NEW."route_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitter_id" IS DISTINCT FROM (NEW."submitter_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "workflow_approvalrequestevent" ("amount", "closed_at", "currency", "digest", "facts", "id", "kind", "note", "number", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policies", "risks", "route_id", "state", "subject_id", "submitted_at", "submitter_id", "title", "url") VALUES (NEW."amount", NEW."closed_at", NEW."currency", NEW."digest", NEW."facts", NEW."id", NEW."kind", NEW."note", NEW."number", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."policies", NEW."risks", NEW."route_id", NEW."state", NEW."subject_id", NEW."submitted_at", NEW."submitter_id", NEW."title", NEW."url"); RETURN NULL;', hash='3daa69b22c57a12fc1817e90062cc64f3f214dff', operation='UPDATE', pgid='pgtrigger_update_update_591c0', table='workflow_approvalrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalrequestevent" ("amount", "closed_at", "currency", "digest", "facts", "id", "kind", "note", "number", "party", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "policies", "risks", "route_id", "state", "subject_id", "submitted_at", "submitter_id", "title", "url") VALUES (OLD."amount", OLD."closed_at", OLD."currency", OLD."digest", OLD."facts", OLD."id", OLD."kind", OLD."note", OLD."number", OLD."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."policies", OLD."risks", OLD."route_id", OLD."state", OLD."subject_id", OLD."submitted_at", OLD."submitter_id", OLD."title", OLD."url"); RETURN NULL;', hash='2b024c44d3fa961d4d23922dbc65d79e3ddd0271', operation='DELETE', pgid='pgtrigger_delete_delete_ef5da', table='workflow_approvalrequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='approvalroutestep',
            constraint=models.UniqueConstraint(fields=('route', 'position'), name='route_step_position'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroutestep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalroutestepevent" ("clause", "conditions", "finder", "finder_ref", "hours", "id", "mode", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "route_id") VALUES (NEW."clause", NEW."conditions", NEW."finder", NEW."finder_ref", NEW."hours", NEW."id", NEW."mode", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."route_id"); RETURN NULL;', hash='c0750aa8abd18a10aa64c8b9c5f05cee5ac24b95', operation='INSERT', pgid='pgtrigger_insert_insert_3999c', table='workflow_approvalroutestep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroutestep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "workflow_approvalroutestepevent" ("clause", "conditions", "finder", "finder_ref", "hours", "id", "mode", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "route_id") VALUES (NEW."clause", NEW."conditions", NEW."finder", NEW."finder_ref", NEW."hours", NEW."id", NEW."mode", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."route_id"); RETURN NULL;', hash='ef8c51fa5107672436b20cab8aa4b636a21f83cc', operation='UPDATE', pgid='pgtrigger_update_update_3d5cd', table='workflow_approvalroutestep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalroutestep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalroutestepevent" ("clause", "conditions", "finder", "finder_ref", "hours", "id", "mode", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "route_id") VALUES (OLD."clause", OLD."conditions", OLD."finder", OLD."finder_ref", OLD."hours", OLD."id", OLD."mode", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."route_id"); RETURN NULL;', hash='57372d78200938be7e1ef216df782ac21598a62d', operation='DELETE', pgid='pgtrigger_delete_delete_f79cd', table='workflow_approvalroutestep', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='approvalstep',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='step_due'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('request', 'position'), name='step_position'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('request',), name='step_one_open'),
        ),
        migrations.AddConstraint(
            model_name='approvalstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('due_at__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='step_open_is_clocked'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalstep',
            trigger=pgtrigger.compiler.Trigger(name='step_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:open,waiting:cancelled,open:approved,open:returned,open:rejected,open:cancelled,open:waiting,approved:open,returned:open,rejected:open,cancelled:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c98e97e2c102688c050758fd8b3012fd99c565b1', operation='UPDATE', pgid='pgtrigger_step_moves_da905', table='workflow_approvalstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalstep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalstepevent" ("asked", "clause", "closed_at", "due_at", "escalated_at", "finder", "finder_ref", "hours", "id", "mode", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_at", "request_id", "state") VALUES (NEW."asked", NEW."clause", NEW."closed_at", NEW."due_at", NEW."escalated_at", NEW."finder", NEW."finder_ref", NEW."hours", NEW."id", NEW."mode", NEW."name", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."reminded_at", NEW."request_id", NEW."state"); RETURN NULL;', hash='546073ecd8309587cb1059ac9898997995c79efc', operation='INSERT', pgid='pgtrigger_insert_insert_4bde5', table='workflow_approvalstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalstep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "workflow_approvalstepevent" ("asked", "clause", "closed_at", "due_at", "escalated_at", "finder", "finder_ref", "hours", "id", "mode", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_at", "request_id", "state") VALUES (NEW."asked", NEW."clause", NEW."closed_at", NEW."due_at", NEW."escalated_at", NEW."finder", NEW."finder_ref", NEW."hours", NEW."id", NEW."mode", NEW."name", NEW."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."reminded_at", NEW."request_id", NEW."state"); RETURN NULL;', hash='e0499dfecdbd23cda838b1107e878f764650605d', operation='UPDATE', pgid='pgtrigger_update_update_05a0e', table='workflow_approvalstep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalstep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalstepevent" ("asked", "clause", "closed_at", "due_at", "escalated_at", "finder", "finder_ref", "hours", "id", "mode", "name", "opened_at", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reminded_at", "request_id", "state") VALUES (OLD."asked", OLD."clause", OLD."closed_at", OLD."due_at", OLD."escalated_at", OLD."finder", OLD."finder_ref", OLD."hours", OLD."id", OLD."mode", OLD."name", OLD."opened_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."reminded_at", OLD."request_id", OLD."state"); RETURN NULL;', hash='72c075386f6b8cc40764e8c2f2c7e846bf91b25b', operation='DELETE', pgid='pgtrigger_delete_delete_cbfa0', table='workflow_approvalstep', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='approvalseat',
            index=models.Index(condition=models.Q(('verdict', '')), fields=['approver', 'step'], name='seat_awaiting'),
        ),
        migrations.AddIndex(
            model_name='approvalseat',
            index=models.Index(condition=models.Q(('verdict', ''), _negated=True), fields=['decided_by', '-decided_at'], name='seat_decided'),
        ),
        migrations.AddConstraint(
            model_name='approvalseat',
            constraint=models.UniqueConstraint(fields=('step', 'approver'), name='seat_once'),
        ),
        migrations.AddConstraint(
            model_name='approvalseat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='seat_verdict_has_decider'),
        ),
        migrations.AddConstraint(
            model_name='approvalseat',
            constraint=models.CheckConstraint(condition=models.Q(('approver', models.F('submitter')), _negated=True), name='seat_approver_not_submitter'),
        ),
        migrations.AddConstraint(
            model_name='approvalseat',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('submitter')), _negated=True), _connector='OR'), name='seat_decider_not_submitter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalseat',
            trigger=pgtrigger.compiler.Trigger(name='seat_submitter_is_the_requests', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE owner bigint;', func="\n    SELECT request.submitter_id INTO owner\n    FROM workflow_approvalstep step JOIN workflow_approvalrequest request ON request.id = step.request_id\n    WHERE step.id = NEW.step_id;\n    IF owner IS DISTINCT FROM NEW.submitter_id THEN\n        RAISE EXCEPTION 'a seat copies the submitter of its request'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_submitter_is_the_requests';\n    END IF;\n    RETURN NEW;\n", hash='5150b49100caaa50da4e1f96e90d2c36142f8ecf', operation='INSERT OR UPDATE', pgid='pgtrigger_seat_submitter_is_the_requests_06ac7', table='workflow_approvalseat', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalseat',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalseatevent" ("approver_id", "brought_by_id", "comment", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "submitter_id", "verdict") VALUES (NEW."approver_id", NEW."brought_by_id", NEW."comment", NEW."decided_at", NEW."decided_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."step_id", NEW."submitter_id", NEW."verdict"); RETURN NULL;', hash='66c68d3ac5d56e27f6732b08c089861e913800e7', operation='INSERT', pgid='pgtrigger_insert_insert_f24c4', table='workflow_approvalseat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalseat',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "workflow_approvalseatevent" ("approver_id", "brought_by_id", "comment", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "submitter_id", "verdict") VALUES (NEW."approver_id", NEW."brought_by_id", NEW."comment", NEW."decided_at", NEW."decided_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."step_id", NEW."submitter_id", NEW."verdict"); RETURN NULL;', hash='bf2934372c807e7594ccb0d200295f0f9944052a', operation='UPDATE', pgid='pgtrigger_update_update_5b29f', table='workflow_approvalseat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approvalseat',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "workflow_approvalseatevent" ("approver_id", "brought_by_id", "comment", "decided_at", "decided_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step_id", "submitter_id", "verdict") VALUES (OLD."approver_id", OLD."brought_by_id", OLD."comment", OLD."decided_at", OLD."decided_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."step_id", OLD."submitter_id", OLD."verdict"); RETURN NULL;', hash='dd90ca6785c1ad9d2809f3351af27a480eef2bf0', operation='DELETE', pgid='pgtrigger_delete_delete_df320', table='workflow_approvalseat', when='AFTER')),
        ),
    ]
