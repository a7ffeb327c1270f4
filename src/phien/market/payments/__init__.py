"""Ways to pay, behind one interface. A provider is registered once; nothing else knows which there are."""

from phien.market.payments.providers import Provider, choices, get, register

__all__ = ["Provider", "choices", "get", "register"]
