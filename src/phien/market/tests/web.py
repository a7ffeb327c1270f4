"""One request to a running site, by the standard library."""

import http.client
import json
from urllib.parse import urlencode


def ask(site, method, path, body, headers):
    """(status, JSON or text, headers) of one request. A dict as body is sent as a form."""
    if isinstance(body, dict):
        body, headers = urlencode(body), headers | {"Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        is_json = "json" in answer.headers.get("content-type", "")
        return answer.status, json.loads(said) if is_json else said.decode(), answer.headers
    finally:
        connection.close()
