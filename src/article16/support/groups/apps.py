from django.apps import AppConfig


class HerGroupsConfig(AppConfig):
    """Groups for women: the group here, and that she takes part under the key of her case."""

    name = "article16.support.groups"
    label = "her_groups"
