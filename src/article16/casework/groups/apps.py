from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "article16.casework.groups"
    label = "groups"
