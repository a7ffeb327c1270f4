"""What sentiment shows on other pages."""


def register() -> None:
    """Nothing yet."""
