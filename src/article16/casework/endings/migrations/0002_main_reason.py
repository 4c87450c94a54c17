from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("endings", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="ending",
            name="main_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("work", "Work or shifts"),
                    ("distance", "Travel, or he moved"),
                    ("health", "Illness or addiction"),
                    ("motivation", "He saw no use in it"),
                    ("separation", "The relationship ended, he says"),
                    ("absence", "Absent more often than the rules allow"),
                    ("behaviour", "Behaviour in the group, threats, violence"),
                    ("offence", "A new offence"),
                    ("other", "Another reason"),
                ],
                max_length=12,
            ),
        ),
    ]
