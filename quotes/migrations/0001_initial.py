import core.clock
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django_fsm
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_initial'),
        ('workflow', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProductLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='产品线')),
            ],
            options={
                'verbose_name': '产品线',
                'verbose_name_plural': '产品线',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ProductLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=12, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='产品线')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('number', models.CharField(editable=False, max_length=30, verbose_name='编号')),
                ('revision', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '草稿'), ('reported', '审批中'), ('returned', '已退回'), ('approved', '已通过'), ('issued', '已发出'), ('rejected', '已驳回'), ('void', '已作废')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('buyer', models.JSONField(default=dict, editable=False, verbose_name='致')),
                ('currency', models.CharField(default='CNY', editable=False, max_length=3, verbose_name='币种')),
                ('quoted_on', models.DateField(default=core.clock.today, verbose_name='报价日期')),
                ('valid_until', models.DateField(verbose_name='有效期至')),
                ('payment_terms', models.CharField(max_length=200, verbose_name='付款方式')),
                ('delivery_terms', models.CharField(blank=True, max_length=200, verbose_name='交货地点')),
                ('freight_terms', models.CharField(blank=True, max_length=100, verbose_name='运费')),
                ('warranty_months', models.PositiveSmallIntegerField(default=12, verbose_name='质保（月）')),
                ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='备注')),
                ('list_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='目录价合计')),
                ('net_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='不含税金额')),
                ('tax_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='税额')),
                ('total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='价税合计')),
                ('is_major', models.BooleanField(default=False, editable=False, verbose_name='重大')),
                ('worst_gap', models.DecimalField(decimal_places=4, default=0, editable=False, max_digits=6, verbose_name='低于底价')),
                ('reported_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='通过时间')),
                ('approved_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='通过的指纹')),
                ('issued_at', models.DateTimeField(editable=False, null=True, verbose_name='发出时间')),
            ],
            options={
                'verbose_name': '报价',
                'verbose_name_plural': '报价',
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='QuoteEvent',
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
                ('revision', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', django_fsm.FSMField(choices=[('draft', '草稿'), ('reported', '审批中'), ('returned', '已退回'), ('approved', '已通过'), ('issued', '已发出'), ('rejected', '已驳回'), ('void', '已作废')], default='draft', max_length=50, protected=True, verbose_name='状态')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('buyer', models.JSONField(default=dict, editable=False, verbose_name='致')),
                ('currency', models.CharField(default='CNY', editable=False, max_length=3, verbose_name='币种')),
                ('quoted_on', models.DateField(default=core.clock.today, verbose_name='报价日期')),
                ('valid_until', models.DateField(verbose_name='有效期至')),
                ('payment_terms', models.CharField(max_length=200, verbose_name='付款方式')),
                ('delivery_terms', models.CharField(blank=True, max_length=200, verbose_name='交货地点')),
                ('freight_terms', models.CharField(blank=True, max_length=100, verbose_name='运费')),
                ('warranty_months', models.PositiveSmallIntegerField(default=12, verbose_name='质保（月）')),
                ('remarks', models.TextField(blank=True, max_length=2000, verbose_name='备注')),
                ('list_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='目录价合计')),
                ('net_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='不含税金额')),
                ('tax_total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='税额')),
                ('total', models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=18, verbose_name='价税合计')),
                ('is_major', models.BooleanField(default=False, editable=False, verbose_name='重大')),
                ('worst_gap', models.DecimalField(decimal_places=4, default=0, editable=False, max_digits=6, verbose_name='低于底价')),
                ('reported_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='通过时间')),
                ('approved_digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='通过的指纹')),
                ('issued_at', models.DateTimeField(editable=False, null=True, verbose_name='发出时间')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuoteLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('model', models.CharField(blank=True, max_length=80, verbose_name='型号')),
                ('spec', models.CharField(blank=True, max_length=300, verbose_name='规格')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('qty', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='数量')),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='目录价')),
                ('floor_price', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='底价')),
                ('unit_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='含税单价')),
                ('tax_code', models.CharField(max_length=12, verbose_name='税率')),
                ('tax_rate', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='金额')),
                ('net', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='不含税')),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='税额')),
                ('delivery', models.CharField(blank=True, max_length=40, verbose_name='交货期')),
                ('remark', models.CharField(blank=True, max_length=100, verbose_name='备注')),
            ],
            options={
                'verbose_name': '报价行',
                'verbose_name_plural': '报价行',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='QuoteLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('model', models.CharField(blank=True, max_length=80, verbose_name='型号')),
                ('spec', models.CharField(blank=True, max_length=300, verbose_name='规格')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('qty', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='数量')),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='目录价')),
                ('floor_price', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='底价')),
                ('unit_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='含税单价')),
                ('tax_code', models.CharField(max_length=12, verbose_name='税率')),
                ('tax_rate', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='金额')),
                ('net', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='不含税')),
                ('tax', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='税额')),
                ('delivery', models.CharField(blank=True, max_length=40, verbose_name='交货期')),
                ('remark', models.CharField(blank=True, max_length=100, verbose_name='备注')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SellerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('name', models.CharField(max_length=80, verbose_name='公司名称')),
                ('name_alt', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                ('uscc', models.CharField(max_length=18, verbose_name='税号')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('phone', models.CharField(max_length=40, verbose_name='电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('web', models.CharField(blank=True, max_length=80, verbose_name='网站')),
                ('bank', models.CharField(max_length=80, verbose_name='开户银行')),
                ('account', models.CharField(max_length=40, verbose_name='账号')),
                ('bank_code', models.CharField(blank=True, max_length=20, verbose_name='行号')),
                ('color', models.CharField(default='#12355b', max_length=7, verbose_name='颜色')),
                ('logo', models.TextField(blank=True, verbose_name='标志 SVG')),
                ('seal', models.TextField(blank=True, verbose_name='印章 SVG')),
            ],
            options={
                'verbose_name': '本公司资料',
                'verbose_name_plural': '本公司资料',
            },
        ),
        migrations.CreateModel(
            name='SellerProfileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('valid_from', models.DateField(verbose_name='自')),
                ('name', models.CharField(max_length=80, verbose_name='公司名称')),
                ('name_alt', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                ('uscc', models.CharField(max_length=18, verbose_name='税号')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('phone', models.CharField(max_length=40, verbose_name='电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('web', models.CharField(blank=True, max_length=80, verbose_name='网站')),
                ('bank', models.CharField(max_length=80, verbose_name='开户银行')),
                ('account', models.CharField(max_length=40, verbose_name='账号')),
                ('bank_code', models.CharField(blank=True, max_length=20, verbose_name='行号')),
                ('color', models.CharField(default='#12355b', max_length=7, verbose_name='颜色')),
                ('logo', models.TextField(blank=True, verbose_name='标志 SVG')),
                ('seal', models.TextField(blank=True, verbose_name='印章 SVG')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StampEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='指纹')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='份数')),
                ('stamped_at', models.DateTimeField(default=core.clock.now, verbose_name='用印时间')),
            ],
            options={
                'verbose_name': '用印登记',
                'verbose_name_plural': '用印登记',
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='指纹')),
                ('sent_by_way', models.CharField(choices=[('mail', '邮件'), ('courier', '快递'), ('wechat', '微信'), ('hand', '当面交'), ('platform', '采购平台上传')], max_length=10, verbose_name='方式')),
                ('sent_to', models.CharField(max_length=120, verbose_name='收件人')),
                ('sent_at', models.DateTimeField(default=core.clock.now, verbose_name='发出时间')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
            ],
            options={
                'verbose_name': '发出记录',
                'verbose_name_plural': '发出记录',
            },
        ),
        migrations.CreateModel(
            name='PriceList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('code', models.SlugField(default='standard', verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
            ],
            options={
                'verbose_name': '价格表',
                'verbose_name_plural': '价格表',
            },
        ),
        migrations.CreateModel(
            name='PriceListEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('code', models.SlugField(db_index=False, default='standard', verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.pricelist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PriceListItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='目录价')),
                ('floor_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='底价')),
                ('price_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='quotes.pricelist')),
            ],
            options={
                'verbose_name': '价格',
                'verbose_name_plural': '价格',
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('model', models.CharField(max_length=80, verbose_name='型号')),
                ('spec', models.CharField(blank=True, max_length=300, verbose_name='规格')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('tax_code', models.CharField(default='13', max_length=12, verbose_name='税率')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='成本')),
                ('lead_weeks', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='交货周数')),
                ('is_active', models.BooleanField(default=True, verbose_name='在售')),
                ('search_key', models.TextField(blank=True, default='', editable=False)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='quotes.productline', verbose_name='产品线')),
            ],
            options={
                'verbose_name': '产品',
                'verbose_name_plural': '产品',
            },
        ),
        migrations.CreateModel(
            name='PriceListItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('list_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='目录价')),
                ('floor_price', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='底价')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.pricelistitem')),
                ('price_list', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.pricelist')),
                ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.product', verbose_name='产品')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='pricelistitem',
            name='product',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_items', to='quotes.product', verbose_name='产品'),
        ),
        migrations.CreateModel(
            name='ProductEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='创建时间')),
                ('updated_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='修改时间')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('model', models.CharField(max_length=80, verbose_name='型号')),
                ('spec', models.CharField(blank=True, max_length=300, verbose_name='规格')),
                ('unit', models.CharField(max_length=8, verbose_name='单位')),
                ('tax_code', models.CharField(default='13', max_length=12, verbose_name='税率')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='成本')),
                ('lead_weeks', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='交货周数')),
                ('is_active', models.BooleanField(default=True, verbose_name='在售')),
                ('created_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.product')),
                ('line', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.productline', verbose_name='产品线')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='productline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_productlineevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='f8a78a50fb50775c751409c25135a56f13ecf06f', operation='INSERT', pgid='pgtrigger_insert_insert_7680f', table='quotes_productline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='productline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_productlineevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='0cb5b9a76a3da2ebc58333c0bcd2d84bb32c1c7b', operation='UPDATE', pgid='pgtrigger_update_update_7757c', table='quotes_productline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='productline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_productlineevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='35f103ed19927ee26915f92b44ef65fceb8a357c', operation='DELETE', pgid='pgtrigger_delete_delete_f7435', table='quotes_productline', when='AFTER')),
        ),
        migrations.AddField(
            model_name='productlineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.productline'),
        ),
        migrations.AddField(
            model_name='quote',
            name='approval',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.approvalrequest', verbose_name='审批'),
        ),
        migrations.AddField(
            model_name='quote',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='customers.contact', verbose_name='收件人'),
        ),
        migrations.AddField(
            model_name='quote',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人'),
        ),
        migrations.AddField(
            model_name='quote',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='customers.customer', verbose_name='客户'),
        ),
        migrations.AddField(
            model_name='quote',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to=settings.AUTH_USER_MODEL, verbose_name='负责人'),
        ),
        migrations.AddField(
            model_name='dispatch',
            name='quote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='quotes.quote', verbose_name='报价'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='approval',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workflow.approvalrequest', verbose_name='审批'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='contact',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.contact', verbose_name='收件人'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='customer',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='customers.customer', verbose_name='客户'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人'),
        ),
        migrations.AddField(
            model_name='quoteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.quote'),
        ),
        migrations.AddField(
            model_name='quoteline',
            name='product',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quotes.product', verbose_name='产品'),
        ),
        migrations.AddField(
            model_name='quoteline',
            name='quote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='quotes.quote'),
        ),
        migrations.AddField(
            model_name='quotelineevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.quoteline'),
        ),
        migrations.AddField(
            model_name='quotelineevent',
            name='product',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.product', verbose_name='产品'),
        ),
        migrations.AddField(
            model_name='quotelineevent',
            name='quote',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='quotes.quote'),
        ),
        migrations.AddConstraint(
            model_name='sellerprofile',
            constraint=models.UniqueConstraint(fields=('valid_from',), name='seller_profile_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sellerprofile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_sellerprofileevent" ("account", "address", "bank", "bank_code", "color", "email", "id", "logo", "name", "name_alt", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "uscc", "valid_from", "web") VALUES (NEW."account", NEW."address", NEW."bank", NEW."bank_code", NEW."color", NEW."email", NEW."id", NEW."logo", NEW."name", NEW."name_alt", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."phone", NEW."seal", NEW."uscc", NEW."valid_from", NEW."web"); RETURN NULL;', hash='fe5fae46cb764439a8e4445b07a2d63f99478432', operation='INSERT', pgid='pgtrigger_insert_insert_ebcb9', table='quotes_sellerprofile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sellerprofile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_sellerprofileevent" ("account", "address", "bank", "bank_code", "color", "email", "id", "logo", "name", "name_alt", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "uscc", "valid_from", "web") VALUES (NEW."account", NEW."address", NEW."bank", NEW."bank_code", NEW."color", NEW."email", NEW."id", NEW."logo", NEW."name", NEW."name_alt", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."phone", NEW."seal", NEW."uscc", NEW."valid_from", NEW."web"); RETURN NULL;', hash='0e97ab72d9ac8c4b5711ff29c87406fd634eddd0', operation='UPDATE', pgid='pgtrigger_update_update_b3df0', table='quotes_sellerprofile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sellerprofile',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_sellerprofileevent" ("account", "address", "bank", "bank_code", "color", "email", "id", "logo", "name", "name_alt", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "seal", "uscc", "valid_from", "web") VALUES (OLD."account", OLD."address", OLD."bank", OLD."bank_code", OLD."color", OLD."email", OLD."id", OLD."logo", OLD."name", OLD."name_alt", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."seal", OLD."uscc", OLD."valid_from", OLD."web"); RETURN NULL;', hash='91022a12013256f56de8b5bd2b9981f8aad38814', operation='DELETE', pgid='pgtrigger_delete_delete_d36ef', table='quotes_sellerprofile', when='AFTER')),
        ),
        migrations.AddField(
            model_name='sellerprofileevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='quotes.sellerprofile'),
        ),
        migrations.AddField(
            model_name='stampentry',
            name='applied_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
        ),
        migrations.AddField(
            model_name='stampentry',
            name='quote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamps', to='quotes.quote', verbose_name='报价'),
        ),
        migrations.AddField(
            model_name='stampentry',
            name='stamped_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用印人'),
        ),
        migrations.AddConstraint(
            model_name='pricelist',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func(models.F('valid_from'), models.F('valid_until'), models.Value('[]'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='price_list_no_overlap', violation_error_message='同一时间已有另一份价格表'),
        ),
        migrations.AddConstraint(
            model_name='pricelist',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='price_list_ends_after_start'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelist',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_pricelistevent" ("code", "created_at", "created_by_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "valid_from", "valid_until", "version") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."updated_at", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='1ad14daca04c029a7fe655095f3bca394bac40c9', operation='INSERT', pgid='pgtrigger_insert_insert_3ba32', table='quotes_pricelist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelist',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_pricelistevent" ("code", "created_at", "created_by_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "valid_from", "valid_until", "version") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."updated_at", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='1aacd8c909b929be4bd7397a73751012d235f52d', operation='UPDATE', pgid='pgtrigger_update_update_4d515', table='quotes_pricelist', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelist',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_pricelistevent" ("code", "created_at", "created_by_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "valid_from", "valid_until", "version") VALUES (OLD."code", OLD."created_at", OLD."created_by_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."updated_at", OLD."valid_from", OLD."valid_until", OLD."version"); RETURN NULL;', hash='e76ace4806af0843bf1e7bf55f7b239f2659c317', operation='DELETE', pgid='pgtrigger_delete_delete_e640f', table='quotes_pricelist', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='pricelistitem',
            constraint=models.UniqueConstraint(fields=('price_list', 'product'), name='price_item_once'),
        ),
        migrations.AddConstraint(
            model_name='pricelistitem',
            constraint=models.CheckConstraint(condition=models.Q(('list_price__gt', 0), ('floor_price__gte', 0), ('floor_price__lte', models.F('list_price'))), name='price_item_floor_below_list', violation_error_message='底价不能高于目录价'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelistitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_pricelistitemevent" ("floor_price", "id", "list_price", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_list_id", "product_id") VALUES (NEW."floor_price", NEW."id", NEW."list_price", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."price_list_id", NEW."product_id"); RETURN NULL;', hash='624872b209f66c1f617d6577d935ebb72b92dc29', operation='INSERT', pgid='pgtrigger_insert_insert_7aa99', table='quotes_pricelistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelistitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_pricelistitemevent" ("floor_price", "id", "list_price", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_list_id", "product_id") VALUES (NEW."floor_price", NEW."id", NEW."list_price", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."price_list_id", NEW."product_id"); RETURN NULL;', hash='0e2f71124eff59391698eb6dc6859a08a0e9028e', operation='UPDATE', pgid='pgtrigger_update_update_6545f', table='quotes_pricelistitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricelistitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_pricelistitemevent" ("floor_price", "id", "list_price", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_list_id", "product_id") VALUES (OLD."floor_price", OLD."id", OLD."list_price", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."price_list_id", OLD."product_id"); RETURN NULL;', hash='65c2d083ae2a85ba3a90a263a75ce3d14e584128', operation='DELETE', pgid='pgtrigger_delete_delete_99e9d', table='quotes_pricelistitem', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='product_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(fields=('name', 'model'), name='product_once', violation_error_message='这个型号已经有了'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', 0), _connector='OR'), name='product_cost_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='product',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_productevent" ("cost", "created_at", "created_by_id", "id", "is_active", "lead_weeks", "line_id", "model", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "spec", "tax_code", "unit", "updated_at", "version") VALUES (NEW."cost", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_active", NEW."lead_weeks", NEW."line_id", NEW."model", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."spec", NEW."tax_code", NEW."unit", NEW."updated_at", NEW."version"); RETURN NULL;', hash='333793525b60dce03a6dd3a6697932b5028336be', operation='INSERT', pgid='pgtrigger_insert_insert_450dc', table='quotes_product', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='product',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."lead_weeks" IS DISTINCT FROM (NEW."lead_weeks") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."model" IS DISTINCT FROM (NEW."model") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."spec" IS DISTINCT FROM (NEW."spec") OR OLD."tax_code" IS DISTINCT FROM (NEW."tax_code") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "quotes_productevent" ("cost", "created_at", "created_by_id", "id", "is_active", "lead_weeks", "line_id", "model", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "spec", "tax_code", "unit", "updated_at", "version") VALUES (NEW."cost", NEW."created_at", NEW."created_by_id", NEW."id", NEW."is_active", NEW."lead_weeks", NEW."line_id", NEW."model", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."spec", NEW."tax_code", NEW."unit", NEW."updated_at", NEW."version"); RETURN NULL;', hash='aa9789601fc5fcdda3529301bf4be7676c9c25da', operation='UPDATE', pgid='pgtrigger_update_update_97167', table='quotes_product', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='product',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_productevent" ("cost", "created_at", "created_by_id", "id", "is_active", "lead_weeks", "line_id", "model", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "spec", "tax_code", "unit", "updated_at", "version") VALUES (OLD."cost", OLD."created_at", OLD."created_by_id", OLD."id", OLD."is_active", OLD."lead_weeks", OLD."line_id", OLD."model", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."spec", OLD."tax_code", OLD."unit", OLD."updated_at", OLD."version"); RETURN NULL;', hash='0247073e205475d312844c5880e91dc15f92a538', operation='DELETE', pgid='pgtrigger_delete_delete_f7af4', table='quotes_product', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['owner', '-updated_at', '-id'], name='quote_owner_updated'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['-updated_at', '-id'], name='quote_updated'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['customer', '-id'], name='quote_customer'),
        ),
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['state', 'valid_until'], name='quote_state_valid'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.UniqueConstraint(fields=('number', 'revision'), name='quote_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='quote_has_number'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(models.F('net_total'), '+', models.F('tax_total')))), name='quote_total_ties'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'reported'), _negated=True), models.Q(('approval__isnull', False), ('reported_at__isnull', False)), _connector='OR'), name='quote_reported_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'issued')), _negated=True), models.Q(('approval__isnull', False), ('approved_at__isnull', False), models.Q(('approved_digest', ''), _negated=True)), _connector='OR'), name='quote_approved_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), ('issued_at__isnull', False), _connector='OR'), name='quote_issued_has_time'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('quoted_on'))), name='quote_valid_after_date', violation_error_message='有效期不能早于报价日期'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "owner_id", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quoted_on", "remarks", "reported_at", "revision", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (NEW."approval_id", NEW."approved_at", NEW."approved_digest", NEW."buyer", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."customer_id", NEW."delivery_terms", NEW."freight_terms", NEW."id", NEW."is_major", NEW."issued_at", NEW."list_total", NEW."net_total", NEW."number", NEW."owner_id", NEW."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."quoted_on", NEW."remarks", NEW."reported_at", NEW."revision", NEW."state", NEW."tax_total", NEW."title", NEW."total", NEW."updated_at", NEW."valid_until", NEW."version", NEW."warranty_months", NEW."worst_gap"); RETURN NULL;', hash='1636818bcd34200875e18f1da7cb47c1a5b63b1d', operation='INSERT', pgid='pgtrigger_insert_insert_6053a', table='quotes_quote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "owner_id", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quoted_on", "remarks", "reported_at", "revision", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (NEW."approval_id", NEW."approved_at", NEW."approved_digest", NEW."buyer", NEW."contact_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."customer_id", NEW."delivery_terms", NEW."freight_terms", NEW."id", NEW."is_major", NEW."issued_at", NEW."list_total", NEW."net_total", NEW."number", NEW."owner_id", NEW."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."quoted_on", NEW."remarks", NEW."reported_at", NEW."revision", NEW."state", NEW."tax_total", NEW."title", NEW."total", NEW."updated_at", NEW."valid_until", NEW."version", NEW."warranty_months", NEW."worst_gap"); RETURN NULL;', hash='3004c000b02858c275886a8e4241edbdf6ebb041', operation='UPDATE', pgid='pgtrigger_update_update_d2f7b', table='quotes_quote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quoteevent" ("approval_id", "approved_at", "approved_digest", "buyer", "contact_id", "created_at", "created_by_id", "currency", "customer_id", "delivery_terms", "freight_terms", "id", "is_major", "issued_at", "list_total", "net_total", "number", "owner_id", "payment_terms", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quoted_on", "remarks", "reported_at", "revision", "state", "tax_total", "title", "total", "updated_at", "valid_until", "version", "warranty_months", "worst_gap") VALUES (OLD."approval_id", OLD."approved_at", OLD."approved_digest", OLD."buyer", OLD."contact_id", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."delivery_terms", OLD."freight_terms", OLD."id", OLD."is_major", OLD."issued_at", OLD."list_total", OLD."net_total", OLD."number", OLD."owner_id", OLD."payment_terms", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quoted_on", OLD."remarks", OLD."reported_at", OLD."revision", OLD."state", OLD."tax_total", OLD."title", OLD."total", OLD."updated_at", OLD."valid_until", OLD."version", OLD."warranty_months", OLD."worst_gap"); RETURN NULL;', hash='88ea02c8ec9ee99eda97d88880044576260ea08b', operation='DELETE', pgid='pgtrigger_delete_delete_c7169', table='quotes_quote', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='quoteline',
            constraint=models.UniqueConstraint(fields=('quote', 'position'), name='quote_line_position'),
        ),
        migrations.AddConstraint(
            model_name='quoteline',
            constraint=models.CheckConstraint(condition=models.Q(('qty__gt', 0)), name='quote_line_qty'),
        ),
        migrations.AddConstraint(
            model_name='quoteline',
            constraint=models.CheckConstraint(condition=models.Q(('unit_price__gte', 0)), name='quote_line_price'),
        ),
        migrations.AddConstraint(
            model_name='quoteline',
            constraint=models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('net'), '+', models.F('tax')))), name='quote_line_tax_ties'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quoteline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quotelineevent" ("amount", "delivery", "floor_price", "id", "list_price", "model", "name", "net", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "qty", "quote_id", "remark", "spec", "tax", "tax_code", "tax_rate", "unit", "unit_price") VALUES (NEW."amount", NEW."delivery", NEW."floor_price", NEW."id", NEW."list_price", NEW."model", NEW."name", NEW."net", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."product_id", NEW."qty", NEW."quote_id", NEW."remark", NEW."spec", NEW."tax", NEW."tax_code", NEW."tax_rate", NEW."unit", NEW."unit_price"); RETURN NULL;', hash='4ff1a6b2dbf611f921c30c25c331d1bd41673ad1', operation='INSERT', pgid='pgtrigger_insert_insert_d0ba3', table='quotes_quoteline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quoteline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "quotes_quotelineevent" ("amount", "delivery", "floor_price", "id", "list_price", "model", "name", "net", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "qty", "quote_id", "remark", "spec", "tax", "tax_code", "tax_rate", "unit", "unit_price") VALUES (NEW."amount", NEW."delivery", NEW."floor_price", NEW."id", NEW."list_price", NEW."model", NEW."name", NEW."net", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."product_id", NEW."qty", NEW."quote_id", NEW."remark", NEW."spec", NEW."tax", NEW."tax_code", NEW."tax_rate", NEW."unit", NEW."unit_price"); RETURN NULL;', hash='0eecff72c5c534e7a88bfdd1f8c7694fcc7dfe99', operation='UPDATE', pgid='pgtrigger_update_update_4ad5b', table='quotes_quoteline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quoteline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "quotes_quotelineevent" ("amount", "delivery", "floor_price", "id", "list_price", "model", "name", "net", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "qty", "quote_id", "remark", "spec", "tax", "tax_code", "tax_rate", "unit", "unit_price") VALUES (OLD."amount", OLD."delivery", OLD."floor_price", OLD."id", OLD."list_price", OLD."model", OLD."name", OLD."net", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."product_id", OLD."qty", OLD."quote_id", OLD."remark", OLD."spec", OLD."tax", OLD."tax_code", OLD."tax_rate", OLD."unit", OLD."unit_price"); RETURN NULL;', hash='3dd29e1bc52c688432df9510dc0321e2af71c616', operation='DELETE', pgid='pgtrigger_delete_delete_7e57a', table='quotes_quoteline', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='stampentry',
            constraint=models.UniqueConstraint(fields=('quote', 'digest'), name='stamp_once'),
        ),
        migrations.AddConstraint(
            model_name='stampentry',
            constraint=models.CheckConstraint(condition=models.Q(('copies__gt', 0), models.Q(('digest', ''), _negated=True)), name='stamp_has_copies'),
        ),
    ]
