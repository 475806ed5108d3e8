import core.clock
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0009_division_covers'),
        ('workflow', '0002_common_superior'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TransferRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('reported', '等裁定'), ('granted', '已同意'), ('refused', '没同意'), ('withdrawn', '已撤回'), ('lapsed', '不用裁定了')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('called', models.CharField(blank=True, max_length=120, verbose_name='客户')),
                ('matched', models.CharField(max_length=6, verbose_name='凭什么查到')),
                ('wish', models.CharField(choices=[('own', '转给我负责'), ('share', '让我一起跟')], max_length=6, verbose_name='想要')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('before', models.JSONField(blank=True, default=dict, editable=False)),
                ('approval', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfer_requests', to='customers.customer')),
                ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
            ],
            options={
                'verbose_name': '撞单申请',
                'verbose_name_plural': '撞单申请',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'reported')), fields=('customer', 'created_by'), name='transfer_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), ('approval__isnull', False), _connector='OR'), name='transfer_granted_with_approval'), models.CheckConstraint(condition=models.Q(('owner', models.F('created_by')), _negated=True), name='transfer_of_a_colleagues')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_transferrequestevent" ("approval_id", "called", "created_at", "created_by_id", "customer_id", "id", "matched", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "updated_at", "version", "wish") VALUES (NEW."approval_id", NEW."called", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."matched", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."updated_at", NEW."version", NEW."wish"); RETURN NULL;', hash='21f2d7ef1a5044877e62281c5895caaa9ee0d140', operation='INSERT', pgid='pgtrigger_insert_insert_96811', table='customers_transferrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approval_id" IS DISTINCT FROM (NEW."approval_id") OR OLD."called" IS DISTINCT FROM (NEW."called") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."matched" IS DISTINCT FROM (NEW."matched") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."wish" IS DISTINCT FROM (NEW."wish"))', func='INSERT INTO "customers_transferrequestevent" ("approval_id", "called", "created_at", "created_by_id", "customer_id", "id", "matched", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "updated_at", "version", "wish") VALUES (NEW."approval_id", NEW."called", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."matched", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."updated_at", NEW."version", NEW."wish"); RETURN NULL;', hash='707605210f1e6f24d96afdda7c1fd86bbec39a3d', operation='UPDATE', pgid='pgtrigger_update_update_36cb5', table='customers_transferrequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_transferrequestevent" ("approval_id", "called", "created_at", "created_by_id", "customer_id", "id", "matched", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "updated_at", "version", "wish") VALUES (OLD."approval_id", OLD."called", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."matched", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."updated_at", OLD."version", OLD."wish"); RETURN NULL;', hash='0fe9aa5b88a9be7adddca66224260b9d2e496c1a', operation='DELETE', pgid='pgtrigger_delete_delete_24ebd', table='customers_transferrequest', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='TransferRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('reported', '等裁定'), ('granted', '已同意'), ('refused', '没同意'), ('withdrawn', '已撤回'), ('lapsed', '不用裁定了')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('called', models.CharField(blank=True, max_length=120, verbose_name='客户')),
                ('matched', models.CharField(max_length=6, verbose_name='凭什么查到')),
                ('wish', models.CharField(choices=[('own', '转给我负责'), ('share', '让我一起跟')], max_length=6, verbose_name='想要')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('approval', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
                ('owner', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.transferrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
