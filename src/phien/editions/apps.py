from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "phien.editions"
    label = "editions"

    def ready(self) -> None:
        from phien.editions import personal  # noqa: PLC0415  # after all apps are known

        personal.register()
