import core.clock
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_prior_approvals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intelligence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('purchase', '采购计划'), ('budget', '预算'), ('decider', '决策人变动'), ('rival', '对手动向'), ('price', '价格'), ('product', '产品'), ('other', '其他')], max_length=10, verbose_name='哪一类')),
                ('text', models.TextField(max_length=2000, verbose_name='了解到什么')),
                ('source', models.CharField(choices=[('customer', '客户说的'), ('visit', '拜访时看到的'), ('public', '公开信息'), ('tender', '招标公告'), ('trade', '同行说的'), ('other', '其他')], max_length=10, verbose_name='怎么知道的')),
                ('source_note', models.CharField(blank=True, max_length=120, verbose_name='来源补充')),
                ('reliability', models.CharField(choices=[('confirmed', '核实过'), ('likely', '比较可靠'), ('unsure', '没核实')], default='unsure', max_length=10, verbose_name='可靠程度')),
                ('learned_on', models.DateField(verbose_name='哪天知道的')),
                ('level', models.CharField(choices=[('open', '公开'), ('internal', '内部'), ('secret', '机密')], default='internal', editable=False, max_length=10, verbose_name='密级')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('withdrawn_why', models.CharField(blank=True, editable=False, max_length=500, verbose_name='撤回原因')),
                ('search_key', models.TextField(blank=True, default='', editable=False)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='intelligence', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('competitor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intelligence', to='customers.competitor', verbose_name='竞争对手')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intelligence', to='customers.customer', verbose_name='客户')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '情报',
                'verbose_name_plural': '情报',
                'indexes': [models.Index(fields=['customer', '-learned_on', '-id'], name='intelligence_customer'), models.Index(fields=['competitor', '-learned_on', '-id'], name='intelligence_competitor'), models.Index(fields=['author', '-learned_on', '-id'], name='intelligence_author'), models.Index(fields=['-learned_on', '-id'], name='intelligence_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('customer__isnull', False), ('competitor__isnull', False), _connector='OR'), name='intelligence_about_somebody', violation_error_message='选客户或竞争对手，至少一个'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='intelligence_says_something'), models.CheckConstraint(condition=models.Q(('level__in', ['open', 'internal', 'secret'])), name='intelligence_level'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='intelligence_withdrawn_says_why')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_intelligenceevent" ("author_id", "competitor_id", "created_at", "created_by_id", "customer_id", "id", "kind", "learned_on", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reliability", "source", "source_note", "text", "updated_at", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."competitor_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."kind", NEW."learned_on", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reliability", NEW."source", NEW."source_note", NEW."text", NEW."updated_at", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;', hash='75ddecdd0e161cc66a9d02174c6973418d037025', operation='INSERT', pgid='pgtrigger_insert_insert_8fd49', table='customers_intelligence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."competitor_id" IS DISTINCT FROM (NEW."competitor_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."learned_on" IS DISTINCT FROM (NEW."learned_on") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."reliability" IS DISTINCT FROM (NEW."reliability") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id") OR OLD."withdrawn_why" IS DISTINCT FROM (NEW."withdrawn_why"))', func='INSERT INTO "customers_intelligenceevent" ("author_id", "competitor_id", "created_at", "created_by_id", "customer_id", "id", "kind", "learned_on", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reliability", "source", "source_note", "text", "updated_at", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."competitor_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."kind", NEW."learned_on", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reliability", NEW."source", NEW."source_note", NEW."text", NEW."updated_at", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;', hash='dbbc152024e78c2ae23b9ac56125612f47a9c16d', operation='UPDATE', pgid='pgtrigger_update_update_4ffcb', table='customers_intelligence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_intelligenceevent" ("author_id", "competitor_id", "created_at", "created_by_id", "customer_id", "id", "kind", "learned_on", "level", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reliability", "source", "source_note", "text", "updated_at", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."author_id", OLD."competitor_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."kind", OLD."learned_on", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reliability", OLD."source", OLD."source_note", OLD."text", OLD."updated_at", OLD."version", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;', hash='c10b531a953c6c9dee070ff51eb4262984037fe2', operation='DELETE', pgid='pgtrigger_delete_delete_95d25', table='customers_intelligence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='IntelligenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('purchase', '采购计划'), ('budget', '预算'), ('decider', '决策人变动'), ('rival', '对手动向'), ('price', '价格'), ('product', '产品'), ('other', '其他')], max_length=10, verbose_name='哪一类')),
                ('text', models.TextField(max_length=2000, verbose_name='了解到什么')),
                ('source', models.CharField(choices=[('customer', '客户说的'), ('visit', '拜访时看到的'), ('public', '公开信息'), ('tender', '招标公告'), ('trade', '同行说的'), ('other', '其他')], max_length=10, verbose_name='怎么知道的')),
                ('source_note', models.CharField(blank=True, max_length=120, verbose_name='来源补充')),
                ('reliability', models.CharField(choices=[('confirmed', '核实过'), ('likely', '比较可靠'), ('unsure', '没核实')], default='unsure', max_length=10, verbose_name='可靠程度')),
                ('learned_on', models.DateField(verbose_name='哪天知道的')),
                ('level', models.CharField(choices=[('open', '公开'), ('internal', '内部'), ('secret', '机密')], default='internal', editable=False, max_length=10, verbose_name='密级')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                ('withdrawn_why', models.CharField(blank=True, editable=False, max_length=500, verbose_name='撤回原因')),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('competitor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.competitor', verbose_name='竞争对手')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.intelligence')),
                ('withdrawn_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
