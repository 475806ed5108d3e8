import core.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kind', models.CharField(choices=[('company', '公司'), ('region', '大区'), ('team', '销售组'), ('department', '部门')], max_length=12, verbose_name='类型')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='org.unit', verbose_name='上级')),
            ],
            options={
                'verbose_name': '部门',
                'verbose_name_plural': '部门',
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='unit_name_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_its_own_parent', violation_error_message='部门不能是自己的上级')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_unitevent" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='4c7147ba481aa8786531a0f9321620f7758f9787', operation='INSERT', pgid='pgtrigger_insert_insert_4c104', table='org_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_unitevent" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."id", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='ccd56a653174ed8051211585a025892a81ccaf0f', operation='UPDATE', pgid='pgtrigger_update_update_f1e85', table='org_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_unitevent" ("id", "kind", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."id", OLD."kind", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='4f301fbc444d74eba2cb26a46654828d91c31301', operation='DELETE', pgid='pgtrigger_delete_delete_e79c1', table='org_unit', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LoginGuess',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': '登录尝试',
                'verbose_name_plural': '登录尝试',
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('duties', models.TextField(blank=True, verbose_name='职责')),
                ('capabilities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='权限')),
                ('scopes', models.JSONField(blank=True, default=dict, verbose_name='可见范围')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
            ],
            options={
                'verbose_name': '角色',
                'verbose_name_plural': '角色',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (NEW."capabilities", NEW."code", NEW."duties", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."scopes"); RETURN NULL;', hash='8f7e3bb9d613e05a2f4f353d2206858b205f45e8', operation='INSERT', pgid='pgtrigger_insert_insert_e1ec6', table='org_role', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (NEW."capabilities", NEW."code", NEW."duties", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."scopes"); RETURN NULL;', hash='da71875271f6800e33f9d44ebf9beb86b18faa0d', operation='UPDATE', pgid='pgtrigger_update_update_085ea', table='org_role', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_roleevent" ("capabilities", "code", "duties", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "scopes") VALUES (OLD."capabilities", OLD."code", OLD."duties", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."scopes"); RETURN NULL;', hash='e03e4dd067e20e79a39b9754c0e1b2d8972cf96f', operation='DELETE', pgid='pgtrigger_delete_delete_d7247', table='org_role', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='登录名')),
                ('display_name', models.CharField(max_length=40, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='职务')),
                ('is_active', models.BooleanField(default=True, verbose_name='在职')),
                ('left_on', models.DateField(blank=True, editable=False, null=True, verbose_name='离职日')),
                ('is_hidden', models.BooleanField(default=False, editable=False)),
                ('password_is_temporary', models.BooleanField(default=False, editable=False, verbose_name='要先改密码')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('zh-hant', '繁體中文'), ('en', 'English')], default='zh-hans', max_length=8, verbose_name='语言')),
                ('theme', models.CharField(choices=[('auto', '跟随系统'), ('light', '浅色'), ('dark', '深色')], default='auto', max_length=5, verbose_name='主题')),
                ('lists', models.JSONField(blank=True, default=dict, editable=False)),
                ('search_key', models.TextField(blank=True, default='', editable=False)),
                ('sort_key', models.CharField(blank=True, default='', editable=False, max_length=160)),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='org.unit', verbose_name='部门')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'constraints': [models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('is_active', False), _connector='OR'), name='user_left_is_inactive'), models.CheckConstraint(condition=models.Q(('is_hidden', False), ('is_active', False), _connector='OR'), name='user_hidden_is_inactive')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_userevent" ("created_at", "display_name", "email", "id", "is_active", "language", "left_on", "password_is_temporary", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "theme", "title", "unit_id", "username") VALUES (NEW."created_at", NEW."display_name", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."left_on", NEW."password_is_temporary", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."theme", NEW."title", NEW."unit_id", NEW."username"); RETURN NULL;', hash='ac1e91b8f08b48def9090ee8d89a44823e9a47ce', operation='INSERT', pgid='pgtrigger_insert_insert_727bd', table='org_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."password_is_temporary" IS DISTINCT FROM (NEW."password_is_temporary") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "org_userevent" ("created_at", "display_name", "email", "id", "is_active", "language", "left_on", "password_is_temporary", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "theme", "title", "unit_id", "username") VALUES (NEW."created_at", NEW."display_name", NEW."email", NEW."id", NEW."is_active", NEW."language", NEW."left_on", NEW."password_is_temporary", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."theme", NEW."title", NEW."unit_id", NEW."username"); RETURN NULL;', hash='09b9aa86351efcf63d3a0f3960d97a9aeb1e936e', operation='UPDATE', pgid='pgtrigger_update_update_8281b', table='org_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_userevent" ("created_at", "display_name", "email", "id", "is_active", "language", "left_on", "password_is_temporary", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "theme", "title", "unit_id", "username") VALUES (OLD."created_at", OLD."display_name", OLD."email", OLD."id", OLD."is_active", OLD."language", OLD."left_on", OLD."password_is_temporary", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."theme", OLD."title", OLD."unit_id", OLD."username"); RETURN NULL;', hash='b3be80e1990c6b1fff342f373eebd46a5918e999', operation='DELETE', pgid='pgtrigger_delete_delete_395dc', table='org_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kind', models.CharField(choices=[('company', '公司'), ('region', '大区'), ('team', '销售组'), ('department', '部门')], max_length=12, verbose_name='类型')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='上级')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('duties', models.TextField(blank=True, verbose_name='职责')),
                ('capabilities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='权限')),
                ('scopes', models.JSONField(blank=True, default=dict, verbose_name='可见范围')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.role')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='org.role')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '任命',
                'verbose_name_plural': '任命',
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='role_grant_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_rolegrantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."role_id", NEW."user_id"); RETURN NULL;', hash='6c16ced636c9ae39a52134fec4cd91db313fd1f7', operation='INSERT', pgid='pgtrigger_insert_insert_b25d3', table='org_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_rolegrantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."role_id", NEW."user_id"); RETURN NULL;', hash='af752f7fc635f281305e508e8edb3981447ff57a', operation='UPDATE', pgid='pgtrigger_update_update_2a277', table='org_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_rolegrantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id", "user_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role_id", OLD."user_id"); RETURN NULL;', hash='c511ab0a02a084ddb39344ce1feb14c64c0687a0', operation='DELETE', pgid='pgtrigger_delete_delete_8ceca', table='org_rolegrant', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='从')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='到')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='原因')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='本人')),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in_for', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
            ],
            options={
                'verbose_name': '代理',
                'verbose_name_plural': '代理',
                'constraints': [models.CheckConstraint(condition=models.Q(('principal', models.F('substitute')), _negated=True), name='stand_in_is_somebody_else', violation_error_message='代理人要是别人'), models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='stand_in_ends_after_start', violation_error_message='代理的结束不能早于开始')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_standinevent" ("cancelled_at", "created_at", "created_by_id", "ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "starts", "substitute_id") VALUES (NEW."cancelled_at", NEW."created_at", NEW."created_by_id", NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."principal_id", NEW."reason", NEW."starts", NEW."substitute_id"); RETURN NULL;', hash='5d9fcccacb818d2d82a320b61d4bab219a9e5456', operation='INSERT', pgid='pgtrigger_insert_insert_74a36', table='org_standin', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_standinevent" ("cancelled_at", "created_at", "created_by_id", "ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "starts", "substitute_id") VALUES (NEW."cancelled_at", NEW."created_at", NEW."created_by_id", NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."principal_id", NEW."reason", NEW."starts", NEW."substitute_id"); RETURN NULL;', hash='00b03e5d1eff105ef876d97d81f61b4e520c17cd', operation='UPDATE', pgid='pgtrigger_update_update_62586', table='org_standin', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_standinevent" ("cancelled_at", "created_at", "created_by_id", "ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "reason", "starts", "substitute_id") VALUES (OLD."cancelled_at", OLD."created_at", OLD."created_by_id", OLD."ends", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."principal_id", OLD."reason", OLD."starts", OLD."substitute_id"); RETURN NULL;', hash='b72e82aea520a668047ba9417a512fd0e5eca4f8', operation='DELETE', pgid='pgtrigger_delete_delete_ede4b', table='org_standin', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('username', models.CharField(max_length=40, verbose_name='登录名')),
                ('display_name', models.CharField(max_length=40, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='职务')),
                ('is_active', models.BooleanField(default=True, verbose_name='在职')),
                ('left_on', models.DateField(blank=True, editable=False, null=True, verbose_name='离职日')),
                ('password_is_temporary', models.BooleanField(default=False, editable=False, verbose_name='要先改密码')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('zh-hant', '繁體中文'), ('en', 'English')], default='zh-hans', max_length=8, verbose_name='语言')),
                ('theme', models.CharField(choices=[('auto', '跟随系统'), ('light', '浅色'), ('dark', '深色')], default='auto', max_length=5, verbose_name='主题')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='部门')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='用途')),
                ('prefix', models.CharField(max_length=8, verbose_name='开头')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='创建时间')),
                ('expires_at', models.DateTimeField(verbose_name='到期')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='上次使用')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='吊销时间')),
                ('second_factor', models.BooleanField(default=False, editable=False, verbose_name='两步验证后生成')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API 令牌',
                'verbose_name_plural': 'API 令牌',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_apitokenevent" ("created_at", "expires_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "second_factor", "user_id") VALUES (NEW."created_at", NEW."expires_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."prefix", NEW."revoked_at", NEW."second_factor", NEW."user_id"); RETURN NULL;', hash='fcf5ad46a5646d8a9cde052b8834552151be6d16', operation='INSERT', pgid='pgtrigger_insert_insert_f01c7', table='org_apitoken', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."prefix" IS DISTINCT FROM (NEW."prefix") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."second_factor" IS DISTINCT FROM (NEW."second_factor") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "org_apitokenevent" ("created_at", "expires_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "second_factor", "user_id") VALUES (NEW."created_at", NEW."expires_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."prefix", NEW."revoked_at", NEW."second_factor", NEW."user_id"); RETURN NULL;', hash='7b1160ff5825b63357b1e1f7c951ed937f245b21', operation='UPDATE', pgid='pgtrigger_update_update_ddb9e', table='org_apitoken', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_apitokenevent" ("created_at", "expires_at", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "second_factor", "user_id") VALUES (OLD."created_at", OLD."expires_at", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."prefix", OLD."revoked_at", OLD."second_factor", OLD."user_id"); RETURN NULL;', hash='f3d9637559c83de04b580abe5fca4ed6a1d64ccf', operation='DELETE', pgid='pgtrigger_delete_delete_03acd', table='org_apitoken', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(verbose_name='自')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='至')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='org.unit', verbose_name='部门')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), (models.Func(models.F('starts'), models.F('ends'), models.Value('[)'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='posting_one_at_a_time')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_postingevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "unit_id", "user_id") VALUES (NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."starts", NEW."unit_id", NEW."user_id"); RETURN NULL;', hash='7f20ece3cf60ef347c8d209ab3d6acd39a86cdea', operation='INSERT', pgid='pgtrigger_insert_insert_2bda0', table='org_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "org_postingevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "unit_id", "user_id") VALUES (NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."starts", NEW."unit_id", NEW."user_id"); RETURN NULL;', hash='253ed6e3ac81154fbc744d2890be8f4e49e3a70d', operation='UPDATE', pgid='pgtrigger_update_update_8d646', table='org_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "org_postingevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "unit_id", "user_id") VALUES (OLD."ends", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."starts", OLD."unit_id", OLD."user_id"); RETURN NULL;', hash='dea58b61e42ca5f7c061cc40efc12509d1747ba6', operation='DELETE', pgid='pgtrigger_delete_delete_3063d', table='org_posting', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RoleGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.rolegrant')),
                ('role', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.role')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StandInEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts', models.DateField(verbose_name='从')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='到')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='原因')),
                ('cancelled_at', models.DateTimeField(editable=False, null=True, verbose_name='取消时间')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False)),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.standin')),
                ('principal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='本人')),
                ('substitute', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiTokenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='用途')),
                ('prefix', models.CharField(max_length=8, verbose_name='开头')),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='创建时间')),
                ('expires_at', models.DateTimeField(verbose_name='到期')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='吊销时间')),
                ('second_factor', models.BooleanField(default=False, editable=False, verbose_name='两步验证后生成')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.apitoken')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PostingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts', models.DateField(verbose_name='自')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='至')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='org.posting')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='org.unit', verbose_name='部门')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='user',
            name='roles',
            field=models.ManyToManyField(blank=True, related_name='users', through='org.RoleGrant', to='org.role', verbose_name='角色'),
        ),
    ]
