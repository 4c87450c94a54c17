from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "article16.common.accounts"
    label = "accounts"
