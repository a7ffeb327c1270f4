"""What a media server in front asks: MediaMTX in JSON, nginx-rtmp as a form."""

from urllib.parse import parse_qsl

from django import forms

LONGEST = 500


class MediamtxForm(forms.Form):
    """Its external authentication: docs/2-features/06-authentication.md of MediaMTX."""

    user = forms.CharField(max_length=LONGEST, required=False)
    password = forms.CharField(max_length=LONGEST, required=False)
    token = forms.CharField(max_length=LONGEST, required=False)
    ip = forms.GenericIPAddressField(required=False)
    action = forms.CharField(max_length=20)
    path = forms.CharField(max_length=LONGEST, required=False)
    query = forms.CharField(max_length=LONGEST, required=False)

    def keys(self) -> list[str]:
        """Where a stream key may stand: the path's last element, the password, a token."""
        facts = self.cleaned_data
        asked = dict(parse_qsl(facts["query"]))
        found = (
            facts["path"].rpartition("/")[2],
            facts["password"],
            facts["token"],
            asked.get("token"),
            asked.get("key"),
        )
        return [key for key in found if key]

    def has_credentials(self) -> bool:
        facts = self.cleaned_data
        return bool(facts["user"] or facts["password"] or facts["token"])


class NginxForm(forms.Form):
    """Its on_publish and the other notifications."""

    call = forms.CharField(max_length=20)
    name = forms.CharField(max_length=LONGEST, required=False)
    app = forms.CharField(max_length=LONGEST, required=False)
    addr = forms.CharField(max_length=100, required=False)
