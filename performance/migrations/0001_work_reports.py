import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '草稿'), ('submitted', '待阅'), ('read', '已阅')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('day', '日志'), ('week', '周报')], max_length=4, verbose_name='种类')),
                ('day', models.DateField(verbose_name='哪天')),
                ('done', models.TextField(blank=True, max_length=2000, verbose_name='做了什么')),
                ('problems', models.TextField(blank=True, max_length=2000, verbose_name='遇到的问题')),
                ('ahead', models.TextField(blank=True, max_length=2000, verbose_name='接下来的安排')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='迟交')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='第一次阅读')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='work_reports', to=settings.AUTH_USER_MODEL, verbose_name='谁的')),
                ('read_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁先看的')),
            ],
            options={
                'verbose_name': '工作汇报',
                'verbose_name_plural': '工作汇报',
                'indexes': [models.Index(fields=['owner', '-day', '-id'], name='report_owner'), models.Index(fields=['-day', '-id'], name='report_latest')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'day'), name='report_one_a_period'), models.CheckConstraint(condition=models.Q(('kind', 'day'), ('day__iso_week_day', 1), _connector='OR'), name='report_week_is_monday'), models.CheckConstraint(condition=models.Q(models.Q(('is_late', False), ('state', 'draft'), ('submitted_at', None)), models.Q(models.Q(('state', 'draft'), _negated=True), ('submitted_at__isnull', False)), _connector='OR'), name='report_handed_in_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', False), ('read_by__isnull', False), ('state', 'read')), models.Q(models.Q(('state', 'read'), _negated=True), ('read_at', None), ('read_by', None)), _connector='OR'), name='report_read_by_somebody'), models.CheckConstraint(condition=models.Q(('read_by', None), models.Q(('read_by', models.F('owner')), _negated=True), _connector='OR'), name='report_reader_is_not_owner')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_workreportevent" ("ahead", "created_at", "created_by_id", "day", "done", "id", "is_late", "kind", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "read_at", "read_by_id", "state", "submitted_at", "updated_at", "version") VALUES (NEW."ahead", NEW."created_at", NEW."created_by_id", NEW."day", NEW."done", NEW."id", NEW."is_late", NEW."kind", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."problems", NEW."read_at", NEW."read_by_id", NEW."state", NEW."submitted_at", NEW."updated_at", NEW."version"); RETURN NULL;', hash='8c7e185d299b08cf05b55adee88921994ff665ee', operation='INSERT', pgid='pgtrigger_insert_insert_509a5', table='performance_workreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_workreportevent" ("ahead", "created_at", "created_by_id", "day", "done", "id", "is_late", "kind", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "read_at", "read_by_id", "state", "submitted_at", "updated_at", "version") VALUES (NEW."ahead", NEW."created_at", NEW."created_by_id", NEW."day", NEW."done", NEW."id", NEW."is_late", NEW."kind", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."problems", NEW."read_at", NEW."read_by_id", NEW."state", NEW."submitted_at", NEW."updated_at", NEW."version"); RETURN NULL;', hash='16722f049e47f8a996a96b2c3855cc2c27b8f3aa', operation='UPDATE', pgid='pgtrigger_update_update_b61b7', table='performance_workreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_workreportevent" ("ahead", "created_at", "created_by_id", "day", "done", "id", "is_late", "kind", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "read_at", "read_by_id", "state", "submitted_at", "updated_at", "version") VALUES (OLD."ahead", OLD."created_at", OLD."created_by_id", OLD."day", OLD."done", OLD."id", OLD."is_late", OLD."kind", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."problems", OLD."read_at", OLD."read_by_id", OLD."state", OLD."submitted_at", OLD."updated_at", OLD."version"); RETURN NULL;', hash='8429448b06fa171bdb9aa28c0c11688363ca2a43', operation='DELETE', pgid='pgtrigger_delete_delete_115dd', table='performance_workreport', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='ReportReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='performance.workreport')),
            ],
            options={
                'verbose_name': '汇报的读者',
                'verbose_name_plural': '汇报的读者',
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['person', '-id'], name='report_unread')],
                'constraints': [models.UniqueConstraint(fields=('report', 'person'), name='report_reader_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_reportreaderevent" ("id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report_id") VALUES (NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."read_at", NEW."report_id"); RETURN NULL;', hash='c32e608dc4950acf2fc5ecae4f9fa5f119486f1e', operation='INSERT', pgid='pgtrigger_insert_insert_21716', table='performance_reportreader', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_reportreaderevent" ("id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report_id") VALUES (NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."read_at", NEW."report_id"); RETURN NULL;', hash='7d018d704994a947a5a20bc6ad5cc31cd764b3fe', operation='UPDATE', pgid='pgtrigger_update_update_6d146', table='performance_reportreader', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_reportreaderevent" ("id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report_id") VALUES (OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."read_at", OLD."report_id"); RETURN NULL;', hash='c4281f706c21c695b5a72f4950a251f20aa8ee17', operation='DELETE', pgid='pgtrigger_delete_delete_5b2fa', table='performance_reportreader', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReportCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='提交时间')),
                ('is_late', models.BooleanField(default=False, verbose_name='迟交')),
                ('done', models.TextField(blank=True, verbose_name='做了什么')),
                ('problems', models.TextField(blank=True, verbose_name='遇到的问题')),
                ('ahead', models.TextField(blank=True, verbose_name='接下来的安排')),
                ('facts', models.JSONField(default=dict, verbose_name='当时的事实')),
                ('report', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='performance.workreport')),
            ],
            options={
                'verbose_name': '交上去的汇报',
                'verbose_name_plural': '交上去的汇报',
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='report_copy_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '草稿'), ('submitted', '待阅'), ('read', '已阅')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('kind', models.CharField(choices=[('day', '日志'), ('week', '周报')], max_length=4, verbose_name='种类')),
                ('day', models.DateField(verbose_name='哪天')),
                ('done', models.TextField(blank=True, max_length=2000, verbose_name='做了什么')),
                ('problems', models.TextField(blank=True, max_length=2000, verbose_name='遇到的问题')),
                ('ahead', models.TextField(blank=True, max_length=2000, verbose_name='接下来的安排')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='迟交')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='第一次阅读')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁的')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.workreport')),
                ('read_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁先看的')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportReaderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.reportreader')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.workreport')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
