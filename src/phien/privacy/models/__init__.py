"""The tables of privacy, by noun."""

from phien.privacy.models.access import AccessRecord
from phien.privacy.models.consents import Consent, ConsentText
from phien.privacy.models.requests import Request, Tombstone
from phien.privacy.models.retention import Period, RetentionRun

__all__ = ["AccessRecord", "Consent", "ConsentText", "Period", "Request", "RetentionRun", "Tombstone"]
