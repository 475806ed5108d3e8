import core.clock
import core.models.files
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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CompanyBot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('dingtalk', '钉钉'), ('feishu', '飞书'), ('wecom', '企业微信')], max_length=20, unique=True, verbose_name='渠道')),
                ('url', models.CharField(help_text='apprise 格式，例如 dingtalk://令牌', max_length=500, verbose_name='机器人地址')),
                ('active', models.BooleanField(default=False, verbose_name='启用')),
            ],
            options={
                'verbose_name': '企业机器人',
                'verbose_name_plural': '企业机器人',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_companybotevent" ("active", "channel", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."channel", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='8f35b8d3fedf36d73a9eec279fd5b8d7a13cfde9', operation='INSERT', pgid='pgtrigger_insert_insert_885d9', table='core_companybot', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."active" IS DISTINCT FROM (NEW."active") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."id" IS DISTINCT FROM (NEW."id"))', func='INSERT INTO "core_companybotevent" ("active", "channel", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."channel", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='68c1405c07de533437f5bd96789cb8c21c2efe93', operation='UPDATE', pgid='pgtrigger_update_update_501f9', table='core_companybot', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_companybotevent" ("active", "channel", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."active", OLD."channel", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='1e77946f3f4c4cce4662a2357ae28f556eebf004', operation='DELETE', pgid='pgtrigger_delete_delete_e4f68', table='core_companybot', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True, verbose_name='日期')),
                ('is_workday', models.BooleanField(default=False, verbose_name='上班')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
            ],
            options={
                'verbose_name': '节假日',
                'verbose_name_plural': '节假日',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_holidayevent" ("date", "id", "is_workday", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date", NEW."id", NEW."is_workday", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='8ab9a030e87b5089c585cca945add127af2f42c1', operation='INSERT', pgid='pgtrigger_insert_insert_8d880', table='core_holiday', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_holidayevent" ("date", "id", "is_workday", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date", NEW."id", NEW."is_workday", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a9df15e707db89fd299e913f6131f4d52bab4267', operation='UPDATE', pgid='pgtrigger_update_update_6e66e', table='core_holiday', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_holidayevent" ("date", "id", "is_workday", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date", OLD."id", OLD."is_workday", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='5928b832aa8de0d7f502e70b8527b22a216c9d0f', operation='DELETE', pgid='pgtrigger_delete_delete_5ac02', table='core_holiday', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=80, verbose_name='任务')),
                ('planned_for', models.DateTimeField(verbose_name='应运行')),
                ('state', models.CharField(choices=[('waiting', '待运行'), ('running', '运行中'), ('done', '完成'), ('failed', '失败')], default='waiting', max_length=10, verbose_name='状态')),
                ('started_at', models.DateTimeField(null=True, verbose_name='开始')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('error', models.TextField(blank=True, verbose_name='错误')),
            ],
            options={
                'verbose_name': '定时任务',
                'verbose_name_plural': '定时任务',
                'indexes': [models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['job', 'state'], name='job_run_open')],
                'constraints': [models.UniqueConstraint(fields=('job', 'planned_for'), name='job_run_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('asked', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField()),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '接口答复',
                'verbose_name_plural': '接口答复',
                'indexes': [models.Index(fields=['created_at'], name='kept_answer_created')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='kept_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, verbose_name='种类')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='渠道')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '个人通知设置',
                'verbose_name_plural': '个人通知设置',
                'constraints': [models.UniqueConstraint(fields=('user', 'code'), name='notice_preference_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_noticepreferenceevent" ("channels", "code", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."channels", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='99f3b7a01f22dcfe58936fee5ee7a6fda02d05ee', operation='INSERT', pgid='pgtrigger_insert_insert_219b1', table='core_noticepreference', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_noticepreferenceevent" ("channels", "code", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."channels", NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='2a8a315e421aa7a9c34d548543782912e8e57f2e', operation='UPDATE', pgid='pgtrigger_update_update_0aad8', table='core_noticepreference', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_noticepreferenceevent" ("channels", "code", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."channels", OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='b9fcb5cb84e1515e479dda4978d5d7ef67e8bfeb', operation='DELETE', pgid='pgtrigger_delete_delete_5c33c', table='core_noticepreference', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NoticeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='种类')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='渠道')),
                ('mandatory', models.BooleanField(default=False, verbose_name='个人不能关')),
            ],
            options={
                'verbose_name': '通知规则',
                'verbose_name_plural': '通知规则',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_noticeruleevent" ("channels", "code", "id", "mandatory", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."channels", NEW."code", NEW."id", NEW."mandatory", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='acdabb4cbd97c3baab57a5ee30703b18e3c6541b', operation='INSERT', pgid='pgtrigger_insert_insert_d6b93', table='core_noticerule', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_noticeruleevent" ("channels", "code", "id", "mandatory", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."channels", NEW."code", NEW."id", NEW."mandatory", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='ea93989fecbaf8799737c0b8eee996d2ef2025cc', operation='UPDATE', pgid='pgtrigger_update_update_b7cf7', table='core_noticerule', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_noticeruleevent" ("channels", "code", "id", "mandatory", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."channels", OLD."code", OLD."id", OLD."mandatory", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='55651092fef4c3e313cd54b6aefad7d0208fdf2d', operation='DELETE', pgid='pgtrigger_delete_delete_97944', table='core_noticerule', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, verbose_name='种类')),
                ('params', models.JSONField(default=dict, verbose_name='内容')),
                ('subject_kind', models.CharField(blank=True, max_length=60, verbose_name='对象类型')),
                ('subject_id', models.BigIntegerField(null=True, verbose_name='对象编号')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='打开')),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读')),
                ('retracted_at', models.DateTimeField(null=True, verbose_name='收回')),
                ('dedupe_key', models.CharField(max_length=200)),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
                'indexes': [models.Index(condition=models.Q(('read_at', None), ('retracted_at', None)), fields=['recipient', '-id'], name='notification_unread'), models.Index(fields=['recipient', '-id'], name='notification_bell')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'dedupe_key'), name='notification_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('period', models.CharField(max_length=10)),
                ('value', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'period'), name='number_counter_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, unique=True, verbose_name='单据')),
                ('prefix', models.CharField(max_length=12, verbose_name='前缀')),
                ('date_format', models.CharField(blank=True, default='%Y', max_length=20, verbose_name='日期')),
                ('separator', models.CharField(blank=True, default='-', max_length=2, verbose_name='分隔')),
                ('width', models.PositiveSmallIntegerField(default=4, verbose_name='位数')),
                ('reset', models.CharField(choices=[('day', '每天'), ('month', '每月'), ('year', '每年'), ('never', '不重置')], default='year', max_length=8, verbose_name='重置')),
            ],
            options={
                'verbose_name': '编号规则',
                'verbose_name_plural': '编号规则',
                'constraints': [models.CheckConstraint(condition=models.Q(('reset', 'never'), models.Q(('date_format__regex', '%[Yy]'), ('reset', 'year')), models.Q(('date_format__regex', '^(?=.*%[Yy])(?=.*%m)'), ('reset', 'month')), models.Q(('date_format__regex', '^(?=.*%[Yy])(?=.*%m)(?=.*%d)'), ('reset', 'day')), _connector='OR'), name='number_shows_its_period', violation_error_message='按年重置要有年，按月要有年月，按天要有年月日，否则号码会重复')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_numberpatternevent" ("date_format", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "reset", "separator", "width") VALUES (NEW."date_format", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."prefix", NEW."reset", NEW."separator", NEW."width"); RETURN NULL;', hash='2888c7082256067b9403ddb8441ef4c788377bb5', operation='INSERT', pgid='pgtrigger_insert_insert_e47ec', table='core_numberpattern', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_numberpatternevent" ("date_format", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "reset", "separator", "width") VALUES (NEW."date_format", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."prefix", NEW."reset", NEW."separator", NEW."width"); RETURN NULL;', hash='99287cb848b59983a177c28dc1c1057523c76bba', operation='UPDATE', pgid='pgtrigger_update_update_2cade', table='core_numberpattern', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_numberpatternevent" ("date_format", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "reset", "separator", "width") VALUES (OLD."date_format", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."prefix", OLD."reset", OLD."separator", OLD."width"); RETURN NULL;', hash='eeb380d8ac2f1eaa3626fb015059e237c9651088', operation='DELETE', pgid='pgtrigger_delete_delete_87ea9', table='core_numberpattern', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='规则')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('value', models.JSONField(verbose_name='取值')),
                ('clause', models.TextField(verbose_name='条文')),
                ('valid_from', models.DateField(verbose_name='生效日')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='修订说明')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修订时间')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修订人')),
            ],
            options={
                'verbose_name': '制度条款',
                'verbose_name_plural': '制度条款',
                'indexes': [models.Index(fields=['key', '-valid_from', '-number'], name='policy_in_force')],
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='policy_version_once')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.TimeField(verbose_name='从')),
                ('ends', models.TimeField(verbose_name='到')),
                ('workdays_only', models.BooleanField(default=True, verbose_name='休息日整天安静')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_hours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '安静时段',
                'verbose_name_plural': '安静时段',
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_quiethoursevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "user_id", "workdays_only") VALUES (NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."starts", NEW."user_id", NEW."workdays_only"); RETURN NULL;', hash='4df3fcff32b2cdf6ae6601e7023ff2df9a3a7973', operation='INSERT', pgid='pgtrigger_insert_insert_b2a9f', table='core_quiethours', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_quiethoursevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "user_id", "workdays_only") VALUES (NEW."ends", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."starts", NEW."user_id", NEW."workdays_only"); RETURN NULL;', hash='41eb46cccd92288ba7a27b0ab04ae78a96edaace', operation='UPDATE', pgid='pgtrigger_update_update_ec200', table='core_quiethours', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_quiethoursevent" ("ends", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "user_id", "workdays_only") VALUES (OLD."ends", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."starts", OLD."user_id", OLD."workdays_only"); RETURN NULL;', hash='a268f4106784955f47aed07433b0bd8e097fb27c', operation='DELETE', pgid='pgtrigger_delete_delete_d2bc0', table='core_quiethours', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=60, verbose_name='页面')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.CharField(max_length=1000, verbose_name='条件')),
                ('audience', models.CharField(choices=[('own', '只有我'), ('unit', '我的部门'), ('all', '全公司')], default='own', max_length=4, verbose_name='谁能用')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '视图',
                'verbose_name_plural': '视图',
                'constraints': [models.UniqueConstraint(fields=('user', 'page', 'name'), name='saved_view_name_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_savedviewevent" ("audience", "created_at", "id", "name", "page", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "user_id") VALUES (NEW."audience", NEW."created_at", NEW."id", NEW."name", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."query", NEW."user_id"); RETURN NULL;', hash='b4ba8bcd02a0c84ddb1732b9efb78d1d6d90e9c4', operation='INSERT', pgid='pgtrigger_insert_insert_0a132', table='core_savedview', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_savedviewevent" ("audience", "created_at", "id", "name", "page", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "user_id") VALUES (NEW."audience", NEW."created_at", NEW."id", NEW."name", NEW."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."query", NEW."user_id"); RETURN NULL;', hash='76d4a3636e5b571246c269c9e9ea50e235ac27d9', operation='UPDATE', pgid='pgtrigger_update_update_0599a', table='core_savedview', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_savedviewevent" ("audience", "created_at", "id", "name", "page", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "user_id") VALUES (OLD."audience", OLD."created_at", OLD."id", OLD."name", OLD."page", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."query", OLD."user_id"); RETURN NULL;', hash='9cb4b726dbcf44f76f12caa6827ce205199bda90', operation='DELETE', pgid='pgtrigger_delete_delete_be239', table='core_savedview', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('label', models.CharField(max_length=20, verbose_name='名称')),
                ('rate', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='税率')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
            ],
            options={
                'verbose_name': '税率',
                'verbose_name_plural': '税率',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), models.Value('[]'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='tax_rate_no_overlap', violation_error_message='这个税率在这段时间已有一行，先给旧的填上最后一天'), models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lt', 1)), name='tax_rate_fraction', violation_error_message='税率写成 0 到 1 之间的小数，13% 是 0.13')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_taxrateevent" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "valid_from", "valid_until") VALUES (NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."rate", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='a658783089a08049e7ad9d4838d30aeb6b781c3d', operation='INSERT', pgid='pgtrigger_insert_insert_0811b', table='core_taxrate', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_taxrateevent" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "valid_from", "valid_until") VALUES (NEW."code", NEW."id", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."rate", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='80cfd0ecdbece1f40f43000efe1fdc65735d4e01', operation='UPDATE', pgid='pgtrigger_update_update_ec372', table='core_taxrate', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_taxrateevent" ("code", "id", "label", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "valid_from", "valid_until") VALUES (OLD."code", OLD."id", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='ed5867c7895e5632abe5ed2bf182eb223b0b5069', operation='DELETE', pgid='pgtrigger_delete_delete_240d5', table='core_taxrate', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('file', models.FileField(max_length=120, upload_to=core.models.files.random_name, verbose_name='文件')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='上传时间')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='移除时间')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='attachment_subject')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_attachmentevent" ("content_type", "created_at", "created_by_id", "file", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size", "subject_id", "subject_kind") VALUES (NEW."content_type", NEW."created_at", NEW."created_by_id", NEW."file", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."sha256", NEW."size", NEW."subject_id", NEW."subject_kind"); RETURN NULL;', hash='219fe2f8f4aaee9bdc75f536c6da1285fac3fc9b', operation='INSERT', pgid='pgtrigger_insert_insert_31589', table='core_attachment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "core_attachmentevent" ("content_type", "created_at", "created_by_id", "file", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size", "subject_id", "subject_kind") VALUES (NEW."content_type", NEW."created_at", NEW."created_by_id", NEW."file", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."removed_at", NEW."sha256", NEW."size", NEW."subject_id", NEW."subject_kind"); RETURN NULL;', hash='4c5d8415a3cf583bd836c7c9b26038a40c0efd6c', operation='UPDATE', pgid='pgtrigger_update_update_b73a5', table='core_attachment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "core_attachmentevent" ("content_type", "created_at", "created_by_id", "file", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size", "subject_id", "subject_kind") VALUES (OLD."content_type", OLD."created_at", OLD."created_by_id", OLD."file", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."sha256", OLD."size", OLD."subject_id", OLD."subject_kind"); RETURN NULL;', hash='a6d67eaddc9239d5c368a02d1efee772f75dc6d5', operation='DELETE', pgid='pgtrigger_delete_delete_5704f', table='core_attachment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=core.clock.now, verbose_name='时间')),
                ('actor_label', models.CharField(blank=True, max_length=80, verbose_name='当时姓名')),
                ('code', models.CharField(max_length=80, verbose_name='事件')),
                ('subject_kind', models.CharField(max_length=60, verbose_name='对象类型')),
                ('subject_id', models.BigIntegerField(null=True, verbose_name='对象编号')),
                ('subject_label', models.CharField(blank=True, max_length=200, verbose_name='对象')),
                ('from_state', models.CharField(blank=True, max_length=40, verbose_name='原状态')),
                ('to_state', models.CharField(blank=True, max_length=40, verbose_name='新状态')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('data', models.JSONField(default=dict, verbose_name='细节')),
                ('source', models.CharField(blank=True, max_length=20, verbose_name='来源')),
                ('ip', models.GenericIPAddressField(null=True, verbose_name='地址')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='请求编号')),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('in_place_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代理对象')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-id'], name='audit_subject'), models.Index(fields=['actor', '-id'], name='audit_actor'), models.Index(fields=['code', '-id'], name='audit_code')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=80, verbose_name='表')),
                ('sequence', models.PositiveIntegerField(verbose_name='序号')),
                ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='行号区间')),
                ('row_count', models.PositiveIntegerField(verbose_name='行数')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None, verbose_name='列')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('link', models.CharField(max_length=64, verbose_name='链值')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='时间')),
            ],
            options={
                'verbose_name': '审计封条',
                'verbose_name_plural': '审计封条',
                'constraints': [models.UniqueConstraint(fields=('table', 'sequence'), name='seal_sequence')],
            },
        ),
        migrations.CreateModel(
            name='CompanyBotEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('channel', models.CharField(choices=[('dingtalk', '钉钉'), ('feishu', '飞书'), ('wecom', '企业微信')], max_length=20, verbose_name='渠道')),
                ('active', models.BooleanField(default=False, verbose_name='启用')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.companybot')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HolidayEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('date', models.DateField(verbose_name='日期')),
                ('is_workday', models.BooleanField(default=False, verbose_name='上班')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.holiday')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticePreferenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=80, verbose_name='种类')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='渠道')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.noticepreference')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticeRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=80, verbose_name='种类')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='渠道')),
                ('mandatory', models.BooleanField(default=False, verbose_name='个人不能关')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.noticerule')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', '邮件'), ('dingtalk', '钉钉'), ('feishu', '飞书'), ('wecom', '企业微信')], max_length=20, verbose_name='渠道')),
                ('state', models.CharField(choices=[('pending', '待发'), ('retry', '重试中'), ('sent', '已发'), ('dead', '发不出'), ('cancelled', '已取消')], default='pending', max_length=12, verbose_name='状态')),
                ('due_at', models.DateTimeField(default=core.clock.now, verbose_name='最早发送')),
                ('lease_until', models.DateTimeField(null=True, verbose_name='占用至')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('last_error', models.TextField(blank=True, verbose_name='上次错误')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发送时间')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('notification', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='outbox', to='core.notification')),
            ],
            options={
                'verbose_name': '待发消息',
                'verbose_name_plural': '待发消息',
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'retry'])), fields=['due_at'], name='outbox_due')],
                'constraints': [models.UniqueConstraint(fields=('notification', 'channel'), name='outbox_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outbox_sent_has_time')],
            },
        ),
        migrations.CreateModel(
            name='NumberPatternEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('prefix', models.CharField(max_length=12, verbose_name='前缀')),
                ('date_format', models.CharField(blank=True, default='%Y', max_length=20, verbose_name='日期')),
                ('separator', models.CharField(blank=True, default='-', max_length=2, verbose_name='分隔')),
                ('width', models.PositiveSmallIntegerField(default=4, verbose_name='位数')),
                ('reset', models.CharField(choices=[('day', '每天'), ('month', '每月'), ('year', '每年'), ('never', '不重置')], default='year', max_length=8, verbose_name='重置')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.numberpattern')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuietHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts', models.TimeField(verbose_name='从')),
                ('ends', models.TimeField(verbose_name='到')),
                ('workdays_only', models.BooleanField(default=True, verbose_name='休息日整天安静')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.quiethours')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SavedViewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('page', models.CharField(max_length=60, verbose_name='页面')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.CharField(max_length=1000, verbose_name='条件')),
                ('audience', models.CharField(choices=[('own', '只有我'), ('unit', '我的部门'), ('all', '全公司')], default='own', max_length=4, verbose_name='谁能用')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.savedview')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TaxRateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('label', models.CharField(max_length=20, verbose_name='名称')),
                ('rate', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='税率')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.taxrate')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AttachmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('file', models.FileField(max_length=120, upload_to=core.models.files.random_name, verbose_name='文件')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='上传时间')),
                ('removed_at', models.DateTimeField(null=True, verbose_name='移除时间')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.attachment')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
