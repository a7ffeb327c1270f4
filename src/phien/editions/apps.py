from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "phien.editions"
    label = "editions"
