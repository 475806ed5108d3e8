import core.clock
import core.uscc
import customers.models.customers
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上')], default='visit', max_length=8, verbose_name='方式')),
                ('occurred_at', models.DateTimeField(verbose_name='时间')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='记录时间')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='补录')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='目的')),
                ('outcome', models.CharField(choices=[('progress', '有进展'), ('steady', '维持'), ('objection', '有异议'), ('not_met', '没见到'), ('refused', '拒绝')], max_length=10, verbose_name='结果')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='说了什么')),
                ('next_step', models.CharField(blank=True, max_length=100, verbose_name='下一步')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='下一步日期')),
                ('amended_at', models.DateTimeField(editable=False, null=True, verbose_name='更正时间')),
                ('client_key', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
            ],
            options={
                'verbose_name': '拜访',
                'verbose_name_plural': '拜访',
            },
        ),
        migrations.CreateModel(
            name='Collaborator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=core.clock.now, verbose_name='添加时间')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添加人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharing', to=settings.AUTH_USER_MODEL, verbose_name='协作人')),
            ],
            options={
                'verbose_name': '协作人',
                'verbose_name_plural': '协作人',
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('wechat', models.CharField(blank=True, max_length=40, verbose_name='微信')),
                ('role', models.CharField(blank=True, choices=[('decides', '决策'), ('buys', '采购'), ('technical', '技术'), ('uses', '使用'), ('pays', '付款')], max_length=12, verbose_name='角色')),
                ('is_primary', models.BooleanField(default=False, verbose_name='首要联系人')),
                ('left', models.BooleanField(default=False, verbose_name='已离职')),
                ('remarks', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('search_key', models.TextField(blank=True, default='', editable=False)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
            ],
            options={
                'verbose_name': '联系人',
                'verbose_name_plural': '联系人',
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('number', models.CharField(editable=False, max_length=30, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('uscc', models.CharField(blank=True, max_length=18, validators=[core.uscc.validate_uscc], verbose_name='统一社会信用代码')),
                ('customer_class', models.CharField(choices=[('potential', '潜在'), ('normal', '普通'), ('focus', '重点'), ('key', '大客户')], default='potential', max_length=12, verbose_name='类别')),
                ('classified_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='定类时间')),
                ('industry', models.CharField(blank=True, max_length=40, verbose_name='行业')),
                ('division', models.CharField(blank=True, max_length=9, validators=[customers.models.customers.validate_division], verbose_name='地区')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('website', models.URLField(blank=True, verbose_name='网站')),
                ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='备注')),
                ('last_contact_at', models.DateTimeField(editable=False, null=True, verbose_name='最近联系')),
                ('name_key', models.CharField(editable=False, max_length=120)),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('search_key', models.TextField(blank=True, default='', editable=False)),
                ('sort_key', models.CharField(blank=True, default='', editable=False, max_length=400)),
                ('account_manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='managed_customers', to=settings.AUTH_USER_MODEL, verbose_name='客户经理')),
                ('classified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定类人')),
                ('collaborators', models.ManyToManyField(blank=True, related_name='shared_customers', through='customers.Collaborator', through_fields=('customer', 'user'), to=settings.AUTH_USER_MODEL, verbose_name='协作人')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='customers', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
            ],
            options={
                'verbose_name': '客户',
                'verbose_name_plural': '客户',
            },
        ),
        migrations.CreateModel(
            name='ContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('wechat', models.CharField(blank=True, max_length=40, verbose_name='微信')),
                ('role', models.CharField(blank=True, choices=[('decides', '决策'), ('buys', '采购'), ('technical', '技术'), ('uses', '使用'), ('pays', '付款')], max_length=12, verbose_name='角色')),
                ('is_primary', models.BooleanField(default=False, verbose_name='首要联系人')),
                ('left', models.BooleanField(default=False, verbose_name='已离职')),
                ('remarks', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.contact')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='contact',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='customers.customer', verbose_name='客户'),
        ),
        migrations.CreateModel(
            name='CollaboratorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('added_at', models.DateTimeField(default=core.clock.now, verbose_name='添加时间')),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添加人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.collaborator')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='协作人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='collaborator',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sharing', to='customers.customer'),
        ),
        migrations.CreateModel(
            name='CustomerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('number', models.CharField(editable=False, max_length=30, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='简称')),
                ('uscc', models.CharField(blank=True, max_length=18, validators=[core.uscc.validate_uscc], verbose_name='统一社会信用代码')),
                ('customer_class', models.CharField(choices=[('potential', '潜在'), ('normal', '普通'), ('focus', '重点'), ('key', '大客户')], default='potential', max_length=12, verbose_name='类别')),
                ('classified_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='定类时间')),
                ('industry', models.CharField(blank=True, max_length=40, verbose_name='行业')),
                ('division', models.CharField(blank=True, max_length=9, validators=[customers.models.customers.validate_division], verbose_name='地区')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('website', models.URLField(blank=True, verbose_name='网站')),
                ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='备注')),
                ('phone_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('account_manager', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='客户经理')),
                ('classified_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定类人')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.customer')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitPosition',
            fields=[
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='position', serialize=False, to='customers.visit')),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='纬度')),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='经度')),
                ('accuracy', models.PositiveIntegerField(verbose_name='误差（米）')),
                ('system', models.CharField(choices=[('wgs84', 'WGS-84'), ('gcj02', 'GCJ-02')], default='wgs84', max_length=5)),
                ('taken_at', models.DateTimeField(default=core.clock.now, verbose_name='签到时间')),
            ],
            options={
                'verbose_name': '签到位置',
                'verbose_name_plural': '签到位置',
            },
        ),
        migrations.AddField(
            model_name='visit',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='customers.customer', verbose_name='客户'),
        ),
        migrations.AddField(
            model_name='visit',
            name='visitor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL, verbose_name='拜访人'),
        ),
        migrations.CreateModel(
            name='VisitConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(default=core.clock.now, verbose_name='同意时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='visit_consent', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '定位同意',
                'verbose_name_plural': '定位同意',
            },
        ),
        migrations.CreateModel(
            name='VisitConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('given_at', models.DateTimeField(default=core.clock.now, verbose_name='同意时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.visitconsent')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='met', to='customers.contact')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='met', to='customers.visit')),
            ],
        ),
        migrations.AddField(
            model_name='visit',
            name='contacts',
            field=models.ManyToManyField(blank=True, related_name='visits', through='customers.VisitContact', to='customers.contact', verbose_name='见了谁'),
        ),
        migrations.CreateModel(
            name='VisitContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.contact')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.visitcontact')),
                ('visit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.visit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VisitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('visit', '拜访'), ('return', '回访'), ('phone', '电话'), ('online', '线上')], default='visit', max_length=8, verbose_name='方式')),
                ('occurred_at', models.DateTimeField(verbose_name='时间')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='记录时间')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='补录')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='目的')),
                ('outcome', models.CharField(choices=[('progress', '有进展'), ('steady', '维持'), ('objection', '有异议'), ('not_met', '没见到'), ('refused', '拒绝')], max_length=10, verbose_name='结果')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='说了什么')),
                ('next_step', models.CharField(blank=True, max_length=100, verbose_name='下一步')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='下一步日期')),
                ('amended_at', models.DateTimeField(editable=False, null=True, verbose_name='更正时间')),
                ('client_key', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('customer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='customers.visit')),
                ('visitor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拜访人')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(models.F('owner_id'), models.OrderBy(models.F('last_contact_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='customer_owner_contact'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(models.OrderBy(models.F('last_contact_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='customer_contact'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['customer_class', 'last_contact_at'], name='customer_class_contact'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['sort_key', 'id'], name='customer_sort'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['name_key'], name='customer_name_key'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key'], name='customer_phone_key'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['division'], name='customer_division', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='customer_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(condition=models.Q(('uscc', ''), _negated=True), fields=('uscc',), name='customer_uscc_once', violation_error_message='这个统一社会信用代码已有客户'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('customer_class', 'key'), _negated=True), ('account_manager__isnull', False), _connector='OR'), name='customer_key_has_manager', violation_error_message='大客户必须有一位客户经理'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('customer_class', 'key'), ('account_manager__isnull', True), _connector='OR'), name='customer_manager_only_key', violation_error_message='只有大客户设客户经理'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('number', ''), _negated=True)), name='customer_has_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "created_at", "created_by_id", "customer_class", "division", "id", "industry", "name", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "short_name", "updated_at", "uscc", "version", "website") VALUES (NEW."account_manager_id", NEW."address", NEW."classified_at", NEW."classified_by_id", NEW."created_at", NEW."created_by_id", NEW."customer_class", NEW."division", NEW."id", NEW."industry", NEW."name", NEW."number", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_key", NEW."remarks", NEW."short_name", NEW."updated_at", NEW."uscc", NEW."version", NEW."website"); RETURN NULL;', hash='9cdd39b50ec995cc4d6aff36abdfbfad4bad5f42', operation='INSERT', pgid='pgtrigger_insert_insert_a36e0', table='customers_customer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_manager_id" IS DISTINCT FROM (NEW."account_manager_id") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."classified_at" IS DISTINCT FROM (NEW."classified_at") OR OLD."classified_by_id" IS DISTINCT FROM (NEW."classified_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_class" IS DISTINCT FROM (NEW."customer_class") OR OLD."division" IS DISTINCT FROM (NEW."division") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."industry" IS DISTINCT FROM (NEW."industry") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_key" IS DISTINCT FROM (NEW."phone_key") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "created_at", "created_by_id", "customer_class", "division", "id", "industry", "name", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "short_name", "updated_at", "uscc", "version", "website") VALUES (NEW."account_manager_id", NEW."address", NEW."classified_at", NEW."classified_by_id", NEW."created_at", NEW."created_by_id", NEW."customer_class", NEW."division", NEW."id", NEW."industry", NEW."name", NEW."number", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_key", NEW."remarks", NEW."short_name", NEW."updated_at", NEW."uscc", NEW."version", NEW."website"); RETURN NULL;', hash='e42d3421c96f5534450f1406459b406eff7c8b1f', operation='UPDATE', pgid='pgtrigger_update_update_ca86d', table='customers_customer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='customer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_customerevent" ("account_manager_id", "address", "classified_at", "classified_by_id", "created_at", "created_by_id", "customer_class", "division", "id", "industry", "name", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "short_name", "updated_at", "uscc", "version", "website") VALUES (OLD."account_manager_id", OLD."address", OLD."classified_at", OLD."classified_by_id", OLD."created_at", OLD."created_by_id", OLD."customer_class", OLD."division", OLD."id", OLD."industry", OLD."name", OLD."number", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_key", OLD."remarks", OLD."short_name", OLD."updated_at", OLD."uscc", OLD."version", OLD."website"); RETURN NULL;', hash='47f2e624e03f981d43276d16ad0ccd647b147caa', operation='DELETE', pgid='pgtrigger_delete_delete_939ca', table='customers_customer', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key'], name='contact_phone_key'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='contact_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('customer',), name='contact_one_primary'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('is_primary', False), ('left', False), _connector='OR'), name='contact_primary_is_there', violation_error_message='离职的人不能是首要联系人'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_contactevent" ("created_at", "created_by_id", "customer_id", "email", "id", "is_primary", "left", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "role", "title", "updated_at", "version", "wechat") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."email", NEW."id", NEW."is_primary", NEW."left", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."phone_key", NEW."remarks", NEW."role", NEW."title", NEW."updated_at", NEW."version", NEW."wechat"); RETURN NULL;', hash='bdde3c09650fba3eab0e7277d4fd47d2c4270a45', operation='INSERT', pgid='pgtrigger_insert_insert_84620', table='customers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_primary" IS DISTINCT FROM (NEW."is_primary") OR OLD."left" IS DISTINCT FROM (NEW."left") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."phone_key" IS DISTINCT FROM (NEW."phone_key") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."wechat" IS DISTINCT FROM (NEW."wechat"))', func='INSERT INTO "customers_contactevent" ("created_at", "created_by_id", "customer_id", "email", "id", "is_primary", "left", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "role", "title", "updated_at", "version", "wechat") VALUES (NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."email", NEW."id", NEW."is_primary", NEW."left", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."phone_key", NEW."remarks", NEW."role", NEW."title", NEW."updated_at", NEW."version", NEW."wechat"); RETURN NULL;', hash='058cd2e8af580d3f5c9260d48b17851e53ab3eef', operation='UPDATE', pgid='pgtrigger_update_update_760d1', table='customers_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_contactevent" ("created_at", "created_by_id", "customer_id", "email", "id", "is_primary", "left", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_key", "remarks", "role", "title", "updated_at", "version", "wechat") VALUES (OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."email", OLD."id", OLD."is_primary", OLD."left", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."phone_key", OLD."remarks", OLD."role", OLD."title", OLD."updated_at", OLD."version", OLD."wechat"); RETURN NULL;', hash='9f27df16311d30193c5840bd6aa093b1753752ba', operation='DELETE', pgid='pgtrigger_delete_delete_2a63b', table='customers_contact', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='collaborator',
            constraint=models.UniqueConstraint(fields=('customer', 'user'), name='collaborator_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_collaboratorevent" ("added_at", "added_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."customer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='cc2d1bc137991fbb47d27e1d494d702db8b8e5ac', operation='INSERT', pgid='pgtrigger_insert_insert_7ec25', table='customers_collaborator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_collaboratorevent" ("added_at", "added_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."added_at", NEW."added_by_id", NEW."customer_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='c1868140c760e643de8a57530d12dd63bcae5906', operation='UPDATE', pgid='pgtrigger_update_update_4985d', table='customers_collaborator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collaborator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_collaboratorevent" ("added_at", "added_by_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."added_at", OLD."added_by_id", OLD."customer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='f3423cb237d8fe0613331f0e4993a1641a852d8d', operation='DELETE', pgid='pgtrigger_delete_delete_0ff3e', table='customers_collaborator', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='visitposition',
            index=models.Index(fields=['taken_at'], name='position_taken'),
        ),
        migrations.AddConstraint(
            model_name='visitposition',
            constraint=models.CheckConstraint(condition=models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), name='position_on_earth', violation_error_message='经纬度超出范围'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitconsent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitconsentevent" ("given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "withdrawn_at") VALUES (NEW."given_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."user_id", NEW."withdrawn_at"); RETURN NULL;', hash='9fb4603f9a04213aa2401f745168322c3dbe9350', operation='INSERT', pgid='pgtrigger_insert_insert_b9f8e', table='customers_visitconsent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitconsent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitconsentevent" ("given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "withdrawn_at") VALUES (NEW."given_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."user_id", NEW."withdrawn_at"); RETURN NULL;', hash='858d7e8113e8c7c290f10e0ae289c6f8c163d3f8', operation='UPDATE', pgid='pgtrigger_update_update_5fe8e', table='customers_visitconsent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitconsent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitconsentevent" ("given_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "withdrawn_at") VALUES (OLD."given_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."user_id", OLD."withdrawn_at"); RETURN NULL;', hash='5c7fbd4a71b8a00413795f7de5e5b19d244dff2c', operation='DELETE', pgid='pgtrigger_delete_delete_15e8c', table='customers_visitconsent', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='visitcontact',
            constraint=models.UniqueConstraint(fields=('visit', 'contact'), name='visit_contact_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcontact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitcontactevent" ("contact_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "visit_id") VALUES (NEW."contact_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."visit_id"); RETURN NULL;', hash='8dcad2f2662904cabd98c33009732be3cd63444b', operation='INSERT', pgid='pgtrigger_insert_insert_1727c', table='customers_visitcontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcontact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitcontactevent" ("contact_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "visit_id") VALUES (NEW."contact_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."visit_id"); RETURN NULL;', hash='cd019ffc28ddd50ae76a03d839b57f9c3f04ba1a', operation='UPDATE', pgid='pgtrigger_update_update_9b618', table='customers_visitcontact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visitcontact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitcontactevent" ("contact_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "visit_id") VALUES (OLD."contact_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."visit_id"); RETURN NULL;', hash='38d4de19e9dbc1f77792737e62b1e0cfda8c5724', operation='DELETE', pgid='pgtrigger_delete_delete_0ae60', table='customers_visitcontact', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['customer', '-occurred_at', '-id'], name='visit_customer'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['visitor', '-occurred_at', '-id'], name='visit_visitor'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['-occurred_at', '-id'], name='visit_latest'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('next_on__isnull', False)), fields=['visitor', 'next_on'], name='visit_next_step'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(condition=models.Q(('client_key', ''), _negated=True), fields=('visitor', 'client_key'), name='visit_once_per_key'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('occurred_at__lte', models.F('recorded_at'))), name='visit_not_in_future', violation_error_message='拜访时间不能晚于现在'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__isnull', True), models.Q(('next_step', ''), _negated=True), _connector='OR'), name='visit_next_date_has_step', violation_error_message='有下一步日期，也要写下一步做什么'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='226362b512bec1d9e79bafea507f823cc3a8c3f7', operation='INSERT', pgid='pgtrigger_insert_insert_bb171', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "summary", "updated_at", "version", "visitor_id") VALUES (NEW."amended_at", NEW."client_key", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."id", NEW."is_late", NEW."kind", NEW."next_on", NEW."next_step", NEW."occurred_at", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."summary", NEW."updated_at", NEW."version", NEW."visitor_id"); RETURN NULL;', hash='da76afdef0008990a17b0507e376234fbe502b57', operation='UPDATE', pgid='pgtrigger_update_update_0baa3', table='customers_visit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "customers_visitevent" ("amended_at", "client_key", "created_at", "created_by_id", "customer_id", "id", "is_late", "kind", "next_on", "next_step", "occurred_at", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "summary", "updated_at", "version", "visitor_id") VALUES (OLD."amended_at", OLD."client_key", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."id", OLD."is_late", OLD."kind", OLD."next_on", OLD."next_step", OLD."occurred_at", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."summary", OLD."updated_at", OLD."version", OLD."visitor_id"); RETURN NULL;', hash='6d2860306f21cddeb010a7278122f5c118e7589e', operation='DELETE', pgid='pgtrigger_delete_delete_81250', table='customers_visit', when='AFTER')),
        ),
    ]
