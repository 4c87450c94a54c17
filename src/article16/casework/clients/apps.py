from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "article16.casework.clients"
    label = "clients"
