from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='approvalroutestep',
            name='finder',
            field=models.CharField(choices=[('superior', '直属上级'), ('common', '双方共同的上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12, verbose_name='找谁'),
        ),
        migrations.AlterField(
            model_name='approvalroutestepevent',
            name='finder',
            field=models.CharField(choices=[('superior', '直属上级'), ('common', '双方共同的上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12, verbose_name='找谁'),
        ),
        migrations.AlterField(
            model_name='approvalstep',
            name='finder',
            field=models.CharField(choices=[('superior', '直属上级'), ('common', '双方共同的上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12),
        ),
        migrations.AlterField(
            model_name='approvalstepevent',
            name='finder',
            field=models.CharField(choices=[('superior', '直属上级'), ('common', '双方共同的上级'), ('capability', '有某项权限的人，就近向上找'), ('person', '指定的人')], max_length=12),
        ),
    ]
