import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0003_archive_and_pool'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FocusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '没交'), ('submitted', '等确认'), ('confirmed', '已确认')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('week', models.DateField(verbose_name='哪一周')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='上报时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='退回原因')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('entered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='focus_lists', to=settings.AUTH_USER_MODEL, verbose_name='谁的')),
            ],
            options={
                'verbose_name': '拜访重点',
                'verbose_name_plural': '拜访重点',
                'indexes': [models.Index(fields=['week', 'state'], name='focus_week')],
                'constraints': [models.UniqueConstraint(fields=('person', 'week'), name='focus_one_a_week'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='focus_week_is_monday'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('entered_by__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='focus_handed_in_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), _connector='OR'), name='focus_confirmed_by_somebody'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(models.Q(('confirmed_by', models.F('person')), _negated=True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='focus_confirmer_is_no_author', violation_error_message='自己的重点、自己代录的重点，都由别人确认')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_focuslistevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "entered_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "submitted_at", "updated_at", "version", "week") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."entered_by_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."returned_reason", NEW."state", NEW."submitted_at", NEW."updated_at", NEW."version", NEW."week"); RETURN NULL;', hash='62a31e4c7250e8c2a7c73ea170503dc5680734ea', operation='INSERT', pgid='pgtrigger_insert_insert_52fae', table='customers_focuslist', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_focuslistevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "entered_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "submitted_at", "updated_at", "version", "week") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."entered_by_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."returned_reason", NEW."state", NEW."submitted_at", NEW."updated_at", NEW."version", NEW."week"); RETURN NULL;', hash='60c2c8d41c03395a02a45d570ace7f8ec52c4ca9', operation='UPDATE', pgid='pgtrigger_update_update_bb4b6', table='customers_focuslist', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_focuslistevent" ("confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "entered_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_reason", "state", "submitted_at", "updated_at", "version", "week") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."created_at", OLD."created_by_id", OLD."entered_by_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."returned_reason", OLD."state", OLD."submitted_at", OLD."updated_at", OLD."version", OLD."week"); RETURN NULL;', hash='770c5e362cb4fb0d34956b2f725333663e70a1a9', operation='DELETE', pgid='pgtrigger_delete_delete_b6bb6', table='customers_focuslist', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='FocusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('added', '加上'), ('moved', '改期'), ('edited', '改目的'), ('dropped', '拿掉')], max_length=8, verbose_name='改动')),
                ('day_before', models.DateField(null=True)),
                ('day_after', models.DateField(null=True)),
                ('reason', models.CharField(max_length=100, verbose_name='原因')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('focus', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='customers.focuslist')),
            ],
            options={
                'verbose_name': '重点的改动',
                'verbose_name_plural': '重点的改动',
                'indexes': [models.Index(fields=['focus', 'at'], name='focus_change_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='focus_change_for_a_reason', violation_error_message='写明为什么改')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_focuschangeevent" ("at", "customer_id", "day_after", "day_before", "focus_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "step") VALUES (NEW."at", NEW."customer_id", NEW."day_after", NEW."day_before", NEW."focus_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."step"); RETURN NULL;', hash='7d1e2346449dd3d5e7ac83f8f179cbef00ec9caf', operation='INSERT', pgid='pgtrigger_insert_insert_2c17f', table='customers_focuschange', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_focuschangeevent" ("at", "customer_id", "day_after", "day_before", "focus_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "step") VALUES (NEW."at", NEW."customer_id", NEW."day_after", NEW."day_before", NEW."focus_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."step"); RETURN NULL;', hash='285616fd53101c7c80371dc9b7315fe766d66bd6', operation='UPDATE', pgid='pgtrigger_update_update_43969', table='customers_focuschange', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_focuschangeevent" ("at", "customer_id", "day_after", "day_before", "focus_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "step") VALUES (OLD."at", OLD."customer_id", OLD."day_after", OLD."day_before", OLD."focus_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."step"); RETURN NULL;', hash='59f44556f725549159b45f2a0e10f5449dce3998', operation='DELETE', pgid='pgtrigger_delete_delete_46317', table='customers_focuschange', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FocusListEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '没交'), ('submitted', '等确认'), ('confirmed', '已确认')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('week', models.DateField(verbose_name='哪一周')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='上报时间')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='确认时间')),
                ('returned_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='退回原因')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('entered_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁的')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.focuslist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('planned', '计划'), ('done', '已去'), ('skipped', '没去成')], default='planned', max_length=50, protected=True, verbose_name='状态')),
                ('day', models.DateField(verbose_name='哪天')),
                ('kind', models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上')], default='visit', max_length=8, verbose_name='方式')),
                ('purpose', models.CharField(blank=True, max_length=100, verbose_name='目的')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='没去的原因')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='customers.customer', verbose_name='客户')),
                ('focus', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='customers.focuslist', verbose_name='拜访重点')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visit_plans', to=settings.AUTH_USER_MODEL, verbose_name='拜访人')),
                ('visit', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='customers.visit', verbose_name='拜访')),
            ],
            options={
                'verbose_name': '拜访计划',
                'verbose_name_plural': '拜访计划',
                'indexes': [models.Index(fields=['person', 'day', 'id'], name='plan_person'), models.Index(fields=['customer', 'person', 'day'], name='plan_customer'), models.Index(fields=['day', 'id'], name='plan_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('customer', 'person', 'day'), name='plan_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), ('visit__isnull', False)), models.Q(models.Q(('state', 'done'), _negated=True), ('visit__isnull', True)), _connector='OR'), name='plan_done_by_a_visit'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'skipped'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'skipped'), _negated=True), ('reason', '')), _connector='OR'), name='plan_skipped_for_a_reason', violation_error_message='写明为什么没去')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitplanevent" ("created_at", "created_by_id", "customer_id", "day", "focus_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "state", "updated_at", "version", "visit_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."day", NEW."focus_id", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."reason", NEW."state", NEW."updated_at", NEW."version", NEW."visit_id"); RETURN NULL;', hash='18860c650fbda6ed76e749a366ae572dc734f288', operation='INSERT', pgid='pgtrigger_insert_insert_2c42e', table='customers_visitplan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitplanevent" ("created_at", "created_by_id", "customer_id", "day", "focus_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "state", "updated_at", "version", "visit_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."day", NEW."focus_id", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."reason", NEW."state", NEW."updated_at", NEW."version", NEW."visit_id"); RETURN NULL;', hash='f1225117109ef96b532e2e854fd65c9366e82969', operation='UPDATE', pgid='pgtrigger_update_update_8f681', table='customers_visitplan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitplanevent" ("created_at", "created_by_id", "customer_id", "day", "focus_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reason", "state", "updated_at", "version", "visit_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."day", OLD."focus_id", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."reason", OLD."state", OLD."updated_at", OLD."version", OLD."visit_id"); RETURN NULL;', hash='22b290e7f211b3f14e7219b8c65d2d9280a944d1', operation='DELETE', pgid='pgtrigger_delete_delete_792e1', table='customers_visitplan', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='FocusChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('step', models.CharField(choices=[('added', '加上'), ('moved', '改期'), ('edited', '改目的'), ('dropped', '拿掉')], max_length=8, verbose_name='改动')),
                ('day_before', models.DateField(null=True)),
                ('day_after', models.DateField(null=True)),
                ('reason', models.CharField(max_length=100, verbose_name='原因')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.focuschange')),
                ('focus', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.focuslist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('planned', '计划'), ('done', '已去'), ('skipped', '没去成')], default='planned', max_length=50, protected=True, verbose_name='状态')),
                ('day', models.DateField(verbose_name='哪天')),
                ('kind', models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上')], default='visit', max_length=8, verbose_name='方式')),
                ('purpose', models.CharField(blank=True, max_length=100, verbose_name='目的')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='没去的原因')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('focus', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.focuslist', verbose_name='拜访重点')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拜访人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.visitplan')),
                ('visit', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.visit', verbose_name='拜访')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
