from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "article16.casework.tasks"
    label = "tasks"
