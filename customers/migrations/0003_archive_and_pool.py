import core.clock
import customers.models.customers
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django_fsm
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_owner_contact_covers'),
        ('org', '0001_initial'),
        ('workflow', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('shipping', '收货'), ('billing', '寄票'), ('site', '现场'), ('registered', '注册')], max_length=12, verbose_name='用途')),
                ('division', models.CharField(max_length=9, validators=[customers.models.customers.validate_division], verbose_name='地区')),
                ('line', models.CharField(max_length=200, verbose_name='详细地址')),
                ('receiver', models.CharField(blank=True, max_length=40, verbose_name='收件人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('is_default', models.BooleanField(default=False, verbose_name='默认')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.customer', verbose_name='客户')),
            ],
            options={
                'verbose_name': '地址',
                'verbose_name_plural': '地址',
                'indexes': [models.Index(fields=['customer', 'kind'], name='address_customer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('customer', 'kind'), name='address_one_default'), models.CheckConstraint(condition=models.Q(('line', ''), _negated=True), name='address_has_line')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_addressevent" ("created_at", "created_by_id", "customer_id", "division", "id", "is_default", "kind", "line", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "receiver", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."division", NEW."id", NEW."is_default", NEW."kind", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."receiver", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b1a8f18161c122decc91953ee6b5bc6ab4ec5b1c', operation='INSERT', pgid='pgtrigger_insert_insert_c8426', table='customers_address', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_addressevent" ("created_at", "created_by_id", "customer_id", "division", "id", "is_default", "kind", "line", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "receiver", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."division", NEW."id", NEW."is_default", NEW."kind", NEW."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."receiver", NEW."updated_at", NEW."version"); RETURN NULL;', hash='cd1eeafcf961c98948dfa370d45eb91fb37019ab', operation='UPDATE', pgid='pgtrigger_update_update_c914e', table='customers_address', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_addressevent" ("created_at", "created_by_id", "customer_id", "division", "id", "is_default", "kind", "line", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "receiver", "updated_at", "version") VALUES (OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."division", OLD."id", OLD."is_default", OLD."kind", OLD."line", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."receiver", OLD."updated_at", OLD."version"); RETURN NULL;', hash='030d62e4fa351b1484d0edf8fa4b57ead0c915bc', operation='DELETE', pgid='pgtrigger_delete_delete_9d6a5', table='customers_address', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PoolExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('reported', '审批中'), ('granted', '已延期'), ('refused', '没同意'), ('withdrawn', '已撤回')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('until', models.DateField(verbose_name='延期到')),
                ('before', models.DateField(editable=False, null=True, verbose_name='原来延期到')),
                ('reason', models.CharField(max_length=100, verbose_name='理由')),
                ('approval', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='customers.customer')),
            ],
            options={
                'verbose_name': '公海延期',
                'verbose_name_plural': '公海延期',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'reported')), fields=('customer',), name='extension_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), ('approval__isnull', False), _connector='OR'), name='extension_granted_with_approval')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_poolextensionevent" ("approval_id", "before", "created_at", "created_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "updated_at", "version") VALUES (NEW."approval_id", NEW."before", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."until", NEW."updated_at", NEW."version"); RETURN NULL;', hash='f1c2e7692436cd612c50786d0c6dce4855fbb848', operation='INSERT', pgid='pgtrigger_insert_insert_ae3be', table='customers_poolextension', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_poolextensionevent" ("approval_id", "before", "created_at", "created_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "updated_at", "version") VALUES (NEW."approval_id", NEW."before", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."until", NEW."updated_at", NEW."version"); RETURN NULL;', hash='3ec02668b1a8822a02e11fb4190ef55322edf400', operation='UPDATE', pgid='pgtrigger_update_update_7a2ef', table='customers_poolextension', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_poolextensionevent" ("approval_id", "before", "created_at", "created_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "until", "updated_at", "version") VALUES (OLD."approval_id", OLD."before", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."until", OLD."updated_at", OLD."version"); RETURN NULL;', hash='6474ffa694020ae34478204ed7f8c4949104659e', operation='DELETE', pgid='pgtrigger_delete_delete_0870c', table='customers_poolextension', when='AFTER'))],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='PoolMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('returned', '到期退回'), ('released', '主动放回'), ('claimed', '领取'), ('assigned', '分配')], max_length=10, verbose_name='动作')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pool_moves', to='customers.customer')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
            ],
            options={
                'verbose_name': '公海进出',
                'verbose_name_plural': '公海进出',
                'indexes': [models.Index(fields=['customer', '-at'], name='pool_move_customer'), models.Index(fields=['person', '-at'], name='pool_move_person')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_poolmoveevent" ("at", "customer_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step") VALUES (NEW."at", NEW."customer_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."step"); RETURN NULL;', hash='ce2ef938b70ec60fc03ea5cea5b4324ee485fbdb', operation='INSERT', pgid='pgtrigger_insert_insert_6533c', table='customers_poolmove', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_poolmoveevent" ("at", "customer_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step") VALUES (NEW."at", NEW."customer_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."step"); RETURN NULL;', hash='335a4c5a5b6575ef399d8f949e4c47ed5530f685', operation='UPDATE', pgid='pgtrigger_update_update_45a79', table='customers_poolmove', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_poolmoveevent" ("at", "customer_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "step") VALUES (OLD."at", OLD."customer_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."step"); RETURN NULL;', hash='686573184f70f86b09ec6a62fa9b2377adbcfd22', operation='DELETE', pgid='pgtrigger_delete_delete_1850b', table='customers_poolmove', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AddressEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('shipping', '收货'), ('billing', '寄票'), ('site', '现场'), ('registered', '注册')], max_length=12, verbose_name='用途')),
                ('division', models.CharField(max_length=9, validators=[customers.models.customers.validate_division], verbose_name='地区')),
                ('line', models.CharField(max_length=200, verbose_name='详细地址')),
                ('receiver', models.CharField(blank=True, max_length=40, verbose_name='收件人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('is_default', models.BooleanField(default=False, verbose_name='默认')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.address')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoolExtensionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('reported', '审批中'), ('granted', '已延期'), ('refused', '没同意'), ('withdrawn', '已撤回')], default='reported', max_length=50, protected=True, verbose_name='状态')),
                ('until', models.DateField(verbose_name='延期到')),
                ('before', models.DateField(editable=False, null=True, verbose_name='原来延期到')),
                ('reason', models.CharField(max_length=100, verbose_name='理由')),
                ('approval', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.poolextension')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoolMoveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('step', models.CharField(choices=[('returned', '到期退回'), ('released', '主动放回'), ('claimed', '领取'), ('assigned', '分配')], max_length=10, verbose_name='动作')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.poolmove')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='customer',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='customer',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='customer',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='customer',
            name='completeness',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='资料完整度'),
        ),
        migrations.AddField(
            model_name='customer',
            name='confirmed_at',
            field=models.DateTimeField(default=core.clock.now, editable=False, verbose_name='资料确认时间'),
        ),
        migrations.AddField(
            model_name='customer',
            name='credit_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='账期（天）'),
        ),
        migrations.AddField(
            model_name='customer',
            name='credit_limit',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='信用额度'),
        ),
        migrations.AddField(
            model_name='customer',
            name='credit_note',
            field=models.CharField(blank=True, max_length=200, verbose_name='信用说明'),
        ),
        migrations.AddField(
            model_name='customer',
            name='credit_rating',
            field=models.CharField(blank=True, choices=[('A', 'A 按期付款'), ('B', 'B 偶有拖延'), ('C', 'C 经常拖延'), ('D', 'D 款到发货')], max_length=1, verbose_name='信用等级'),
        ),
        migrations.AddField(
            model_name='customer',
            name='kept_until',
            field=models.DateField(editable=False, null=True, verbose_name='延期到'),
        ),
        migrations.AddField(
            model_name='customer',
            name='owned_since',
            field=models.DateTimeField(default=core.clock.now, editable=False, verbose_name='负责起'),
        ),
        migrations.AddField(
            model_name='customer',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subsidiaries', to='customers.customer', verbose_name='上级公司'),
        ),
        migrations.AddField(
            model_name='customer',
            name='pool',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='org.unit', verbose_name='公海'),
        ),
        migrations.AddField(
            model_name='customer',
            name='pooled_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='进公海时间'),
        ),
        migrations.AddField(
            model_name='customer',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=10, verbose_name='标签'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='confirmed_at',
            field=models.DateTimeField(default=core.clock.now, editable=False, verbose_name='资料确认时间'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='credit_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='账期（天）'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='credit_limit',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='信用额度'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='credit_note',
            field=models.CharField(blank=True, max_length=200, verbose_name='信用说明'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='credit_rating',
            field=models.CharField(blank=True, choices=[('A', 'A 按期付款'), ('B', 'B 偶有拖延'), ('C', 'C 经常拖延'), ('D', 'D 款到发货')], max_length=1, verbose_name='信用等级'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='kept_until',
            field=models.DateField(editable=False, null=True, verbose_name='延期到'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='owned_since',
            field=models.DateTimeField(default=core.clock.now, editable=False, verbose_name='负责起'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='上级公司'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='pool',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='公海'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='pooled_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='进公海时间'),
        ),
        migrations.AddField(
            model_name='customerevent',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=10, verbose_name='标签'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='owner',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='customers', to=settings.AUTH_USER_MODEL, verbose_name='负责人'),
        ),
        migrations.AlterField(
            model_name='customerevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('owner', None)), fields=['-pooled_at', '-id'], name='customer_pooled'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['completeness', 'id'], name='customer_complete'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='customer_tags'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "confirmed_at", "created_at", "created_by_id", "credit_days", "credit_limit", "credit_note", "credit_rating", "customer_class", "division", "id", "industry", "kept_until", "name", "number", "owned_since", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "pool_id", "pooled_at", "remarks", "short_name", "tags", "updated_at", "uscc", "version", "website") VALUES (NEW."account_manager_id", NEW."address", NEW."classified_at", NEW."classified_by_id", NEW."confirmed_at", NEW."created_at", NEW."created_by_id", NEW."credit_days", NEW."credit_limit", NEW."credit_note", NEW."credit_rating", NEW."customer_class", NEW."division", NEW."id", NEW."industry", NEW."kept_until", NEW."name", NEW."number", NEW."owned_since", NEW."owner_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_key", NEW."pool_id", NEW."pooled_at", NEW."remarks", NEW."short_name", NEW."tags", NEW."updated_at", NEW."uscc", NEW."version", NEW."website"); RETURN NULL;', hash='ddee4df49ff46d808a3d1904dfb4f199a7f6151e', operation='INSERT', pgid='pgtrigger_insert_insert_a36e0', table='customers_customer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_manager_id" IS DISTINCT FROM (NEW."account_manager_id") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."classified_at" IS DISTINCT FROM (NEW."classified_at") OR OLD."classified_by_id" IS DISTINCT FROM (NEW."classified_by_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."credit_days" IS DISTINCT FROM (NEW."credit_days") OR OLD."credit_limit" IS DISTINCT FROM (NEW."credit_limit") OR OLD."credit_note" IS DISTINCT FROM (NEW."credit_note") OR OLD."credit_rating" IS DISTINCT FROM (NEW."credit_rating") OR OLD."customer_class" IS DISTINCT FROM (NEW."customer_class") OR OLD."division" IS DISTINCT FROM (NEW."division") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."industry" IS DISTINCT FROM (NEW."industry") OR OLD."kept_until" IS DISTINCT FROM (NEW."kept_until") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owned_since" IS DISTINCT FROM (NEW."owned_since") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_key" IS DISTINCT FROM (NEW."phone_key") OR OLD."pool_id" IS DISTINCT FROM (NEW."pool_id") OR OLD."pooled_at" IS DISTINCT FROM (NEW."pooled_at") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "confirmed_at", "created_at", "created_by_id", "credit_days", "credit_limit", "credit_note", "credit_rating", "customer_class", "division", "id", "industry", "kept_until", "name", "number", "owned_since", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "pool_id", "pooled_at", "remarks", "short_name", "tags", "updated_at", "uscc", "version", "website") VALUES (NEW."account_manager_id", NEW."address", NEW."classified_at", NEW."classified_by_id", NEW."confirmed_at", NEW."created_at", NEW."created_by_id", NEW."credit_days", NEW."credit_limit", NEW."credit_note", NEW."credit_rating", NEW."customer_class", NEW."division", NEW."id", NEW."industry", NEW."kept_until", NEW."name", NEW."number", NEW."owned_since", NEW."owner_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_key", NEW."pool_id", NEW."pooled_at", NEW."remarks", NEW."short_name", NEW."tags", NEW."updated_at", NEW."uscc", NEW."version", NEW."website"); RETURN NULL;', hash='871d56449403394fa2278420312d367054bf620c', operation='UPDATE', pgid='pgtrigger_update_update_ca86d', table='customers_customer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "confirmed_at", "created_at", "created_by_id", "credit_days", "credit_limit", "credit_note", "credit_rating", "customer_class", "division", "id", "industry", "kept_until", "name", "number", "owned_since", "owner_id", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "pool_id", "pooled_at", "remarks", "short_name", "tags", "updated_at", "uscc", "version", "website") VALUES (OLD."account_manager_id", OLD."address", OLD."classified_at", OLD."classified_by_id", OLD."confirmed_at", OLD."created_at", OLD."created_by_id", OLD."credit_days", OLD."credit_limit", OLD."credit_note", OLD."credit_rating", OLD."customer_class", OLD."division", OLD."id", OLD."industry", OLD."kept_until", OLD."name", OLD."number", OLD."owned_since", OLD."owner_id", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_key", OLD."pool_id", OLD."pooled_at", OLD."remarks", OLD."short_name", OLD."tags", OLD."updated_at", OLD."uscc", OLD."version", OLD."website"); RETURN NULL;', hash='5fb7625e133d98f4d710ff93252aa95097a1439a', operation='DELETE', pgid='pgtrigger_delete_delete_939ca', table='customers_customer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='customer_not_its_own_parent', violation_error_message='公司不能是自己的上级公司'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('completeness__lte', 100)), name='customer_percent'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('credit_limit', None), ('credit_limit__gte', 0), _connector='OR'), name='customer_credit_positive'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', False), ('pool', None), ('pooled_at', None)), models.Q(('owner', None), ('pooled_at__isnull', False)), _connector='OR'), name='customer_owned_or_pooled', violation_error_message='客户要么有负责人，要么在公海'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('customer_class', 'key'), _negated=True), ('pooled_at', None), _connector='OR'), name='customer_key_never_pooled', violation_error_message='大客户不进公海'),
        ),
    ]
