import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0016_account_plans'),
        ('quotes', '0003_quote_as_signed'),
        ('workflow', '0002_common_superior'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QuoteFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('negotiating', '在谈'), ('accepted', '接受'), ('lost', '丢单')], max_length=12, verbose_name='客户怎么说')),
                ('said', models.CharField(blank=True, max_length=500, verbose_name='原话或要点')),
                ('lost_reason', models.CharField(blank=True, choices=[('price', '价格高'), ('delivery', '交期长'), ('technical', '技术不满足'), ('relation', '关系不到位'), ('service', '服务跟不上'), ('cancelled', '项目取消'), ('no_budget', '没有预算')], max_length=12, verbose_name='丢单原因')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='记录时间')),
                ('competitor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.competitor', verbose_name='给了谁')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.contact', verbose_name='谁说的')),
                ('quote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='quotes.quote', verbose_name='报价')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
            ],
            options={
                'verbose_name': '客户反馈',
                'verbose_name_plural': '客户反馈',
                'ordering': ['-recorded_at', '-id'],
                'indexes': [models.Index(fields=['quote', '-recorded_at', '-id'], name='feedback_quote')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'lost'), models.Q(('lost_reason', ''), _negated=True)), models.Q(models.Q(('outcome', 'lost'), _negated=True), ('competitor__isnull', True), ('lost_reason', '')), _connector='OR'), name='feedback_lost_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'negotiating'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='feedback_talks_say_what')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quotefeedbackevent" ("competitor_id", "contact_id", "id", "lost_reason", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "recorded_at", "recorded_by_id", "said") VALUES (NEW."competitor_id", NEW."contact_id", NEW."id", NEW."lost_reason", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."quote_id", NEW."recorded_at", NEW."recorded_by_id", NEW."said"); RETURN NULL;', hash='49150dfd53c71e982631edffe91441c64625aea1', operation='INSERT', pgid='pgtrigger_insert_insert_da8b8', table='quotes_quotefeedback', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_quotefeedbackevent" ("competitor_id", "contact_id", "id", "lost_reason", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "recorded_at", "recorded_by_id", "said") VALUES (NEW."competitor_id", NEW."contact_id", NEW."id", NEW."lost_reason", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."quote_id", NEW."recorded_at", NEW."recorded_by_id", NEW."said"); RETURN NULL;', hash='adef49e753e6d6d3ee6785606210424268dc3f19', operation='UPDATE', pgid='pgtrigger_update_update_95fa0', table='quotes_quotefeedback', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quotefeedbackevent" ("competitor_id", "contact_id", "id", "lost_reason", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "recorded_at", "recorded_by_id", "said") VALUES (OLD."competitor_id", OLD."contact_id", OLD."id", OLD."lost_reason", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quote_id", OLD."recorded_at", OLD."recorded_by_id", OLD."said"); RETURN NULL;', hash='a8c2a9b75bad67b0866ec9838586a6ebe9cdce07', operation='DELETE', pgid='pgtrigger_delete_delete_1d380', table='quotes_quotefeedback', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='QuoteFeedbackEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('outcome', models.CharField(choices=[('negotiating', '在谈'), ('accepted', '接受'), ('lost', '丢单')], max_length=12, verbose_name='客户怎么说')),
                ('said', models.CharField(blank=True, max_length=500, verbose_name='原话或要点')),
                ('lost_reason', models.CharField(blank=True, choices=[('price', '价格高'), ('delivery', '交期长'), ('technical', '技术不满足'), ('relation', '关系不到位'), ('service', '服务跟不上'), ('cancelled', '项目取消'), ('no_budget', '没有预算')], max_length=12, verbose_name='丢单原因')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='记录时间')),
                ('competitor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.competitor', verbose_name='给了谁')),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.contact', verbose_name='谁说的')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.quotefeedback')),
                ('quote', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.quote', verbose_name='报价')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='quote',
            name='quote_approved_has_evidence',
        ),
        migrations.RemoveConstraint(
            model_name='quote',
            name='quote_issued_has_time',
        ),
        migrations.AlterField(
            model_name='quote',
            name='state',
            field=django_fsm.FSMField(choices=[('draft', '草稿'), ('reported', '审批中'), ('returned', '已退回'), ('approved', '已通过'), ('issued', '已发出'), ('negotiating', '在谈'), ('accepted', '客户接受'), ('lost', '丢单'), ('rejected', '已驳回'), ('void', '已作废')], default='draft', max_length=50, protected=True, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='quoteevent',
            name='state',
            field=django_fsm.FSMField(choices=[('draft', '草稿'), ('reported', '审批中'), ('returned', '已退回'), ('approved', '已通过'), ('issued', '已发出'), ('negotiating', '在谈'), ('accepted', '客户接受'), ('lost', '丢单'), ('rejected', '已驳回'), ('void', '已作废')], default='draft', max_length=50, protected=True, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'issued', 'negotiating', 'accepted', 'lost')), _negated=True), models.Q(('approval__isnull', False), ('approved_at__isnull', False), models.Q(('approved_digest', ''), _negated=True)), _connector='OR'), name='quote_approved_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'negotiating', 'accepted', 'lost')), _negated=True), ('issued_at__isnull', False), _connector='OR'), name='quote_issued_has_time'),
        ),
    ]
