import core.clock
import core.models.files
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
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
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
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
            },
        ),
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
            },
        ),
        migrations.CreateModel(
            name='HolidayEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('date', models.DateField(verbose_name='日期')),
                ('is_workday', models.BooleanField(default=False, verbose_name='上班')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
            ],
            options={
                'abstract': False,
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
                ('lease_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('error', models.TextField(blank=True, verbose_name='错误')),
            ],
            options={
                'verbose_name': '定时任务',
                'verbose_name_plural': '定时任务',
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, verbose_name='种类')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='渠道')),
            ],
            options={
                'verbose_name': '个人通知设置',
                'verbose_name_plural': '个人通知设置',
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
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
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
            },
        ),
        migrations.CreateModel(
            name='NumberPatternEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60, verbose_name='单据')),
                ('prefix', models.CharField(max_length=12, verbose_name='前缀')),
                ('date_format', models.CharField(blank=True, default='%Y', max_length=20, verbose_name='日期')),
                ('separator', models.CharField(blank=True, default='-', max_length=2, verbose_name='分隔')),
                ('width', models.PositiveSmallIntegerField(default=4, verbose_name='位数')),
                ('reset', models.CharField(choices=[('day', '每天'), ('month', '每月'), ('year', '每年'), ('never', '不重置')], default='year', max_length=8, verbose_name='重置')),
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
            ],
            options={
                'verbose_name': '待发消息',
                'verbose_name_plural': '待发消息',
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
            ],
            options={
                'verbose_name': '制度条款',
                'verbose_name_plural': '制度条款',
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.TimeField(verbose_name='从')),
                ('ends', models.TimeField(verbose_name='到')),
                ('workdays_only', models.BooleanField(default=True, verbose_name='休息日整天安静')),
            ],
            options={
                'verbose_name': '安静时段',
                'verbose_name_plural': '安静时段',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=60, verbose_name='页面')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.CharField(max_length=1000, verbose_name='条件')),
                ('shared', models.BooleanField(default=False, verbose_name='共享')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'verbose_name': '视图',
                'verbose_name_plural': '视图',
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
            },
        ),
        migrations.CreateModel(
            name='TaxRateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('label', models.CharField(max_length=20, verbose_name='名称')),
                ('rate', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='税率')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
