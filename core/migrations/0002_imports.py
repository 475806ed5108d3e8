import core.clock
import core.models.files
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=60, verbose_name='页面')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('kind', models.CharField(max_length=4, verbose_name='格式')),
                ('file', models.FileField(max_length=120, upload_to=core.models.files.random_name, verbose_name='文件')),
                ('sheet', models.CharField(blank=True, max_length=100, verbose_name='工作表')),
                ('sheets', models.PositiveSmallIntegerField(default=1)),
                ('header_line', models.PositiveIntegerField(default=1)),
                ('header', models.JSONField(default=list, verbose_name='表头')),
                ('samples', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=list, verbose_name='对应')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('overwrite', models.BooleanField(default=False, verbose_name='重复的就更新')),
                ('stage', models.CharField(choices=[('mapping', '对应列'), ('check', '检查'), ('preview', '预览'), ('write', '导入'), ('done', '导入了'), ('undo', '撤回'), ('undone', '撤回了')], default='mapping', max_length=10, verbose_name='到哪一步')),
                ('state', models.CharField(choices=[('waiting', '待运行'), ('running', '运行中'), ('done', '完成'), ('failed', '失败')], default='done', max_length=10, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已办')),
                ('todo', models.PositiveIntegerField(default=0, verbose_name='要办')),
                ('refusal', models.TextField(blank=True, verbose_name='没办成的原因')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('lease_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=core.clock.now, verbose_name='创建时间')),
                ('touched_at', models.DateTimeField(default=core.clock.now)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '导入',
                'verbose_name_plural': '导入',
                'indexes': [models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['created_at'], name='import_run_open')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='行号')),
                ('cells', models.JSONField(default=list)),
                ('plan', models.CharField(choices=[('create', '新建'), ('update', '更新'), ('same', '跳过'), ('duplicate', '疑似重复'), ('error', '有误')], max_length=10, verbose_name='检查结果')),
                ('state', models.CharField(choices=[('waiting', '还没轮到'), ('created', '新建了'), ('updated', '更新了'), ('skipped', '没有导入'), ('refused', '没办成'), ('undone', '撤回了'), ('kept', '没撤成')], default='waiting', max_length=10, verbose_name='状态')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='名称')),
                ('message', models.TextField(blank=True, verbose_name='原因')),
                ('subject_id', models.BigIntegerField(null=True, verbose_name='对象编号')),
                ('kept', models.JSONField(default=dict)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='core.importrun')),
            ],
            options={
                'verbose_name': '导入的一行',
                'verbose_name_plural': '导入的一行',
                'indexes': [models.Index(fields=['run', 'plan', 'id'], name='import_row_plan'), models.Index(fields=['run', 'state', 'id'], name='import_row_state')],
                'constraints': [models.UniqueConstraint(fields=('run', 'line'), name='import_row_once')],
            },
        ),
    ]
