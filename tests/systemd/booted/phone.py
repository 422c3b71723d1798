"""A phone of the home: it trusts the box's own authority, keeps cookies, and opens pages over TLS.

Rules kept here:
- It speaks from a device of the lab, never from the box itself, where everybody is at the box.
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from console.forms import URL_ENCODED
from tests.systemd.booted.place import standing_in

SECONDS: Final = 60.0
EDGE: Final = "an-edge-that-no-file-holds"
_CHECK: Final = re.compile(r'name="check" value="([^"]*)"')
_MARK: Final = re.compile(r'name="mark" value="([^"]*)"')


class Came(NamedTuple):
    """What came back."""

    status: int
    location: str
    body: str

    @property
    def check(self) -> str:
        """The digest that a form which was compared has to be sent with."""
        return self._hidden(_CHECK)

    @property
    def mark(self) -> str:
        """The mark of a file that was opened, with which it is taken."""
        return self._hidden(_MARK)

    def _hidden(self, field: re.Pattern[str]) -> str:
        found = field.search(self.body)
        assert found, self.body
        return found[1]


@dataclass(slots=True)
class Phone:
    """A phone at a place of the home, and the certificate of the box it speaks to."""

    network: Path
    host: str
    box_pem: Path
    jar: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, **fields: str) -> Came:
        """Open a page, or send a form where there are fields. Raises OSError, HTTPException."""
        return self._come("POST" if fields else "GET", path, urlencode(fields))

    def press(self, path: str) -> Came:
        """Send a form without fields. Raises OSError, HTTPException."""
        return self._come("POST", path, "")

    def send(self, path: str, file: bytes, **fields: str) -> Came:
        """Send a form with a file (RFC 7578). Raises OSError, HTTPException."""
        heads = {f'name="{name}"': value.encode() for name, value in fields.items()}
        heads['name="file"; filename="backup.txt"'] = file
        begins = f"--{EDGE}\r\nContent-Disposition: form-data; "
        body = b"".join(
            f"{begins}{head}\r\n\r\n".encode() + value + b"\r\n" for head, value in heads.items()
        )
        kind = f"multipart/form-data; boundary={EDGE}"
        return self._come("POST", path, body + f"--{EDGE}--\r\n".encode(), kind)

    def plainly(self, path: str) -> Came:
        """Open a page over a line that anybody can read. Raises OSError, HTTPException."""
        return self._over(HTTPConnection(self.host, 80, timeout=SECONDS), "GET", path, "", {})

    def _come(self, verb: str, path: str, body: str | bytes, kind: str = URL_ENCODED) -> Came:
        headers = {"cookie": "; ".join(f"{name}={kept}" for name, kept in self.jar.items())}
        if verb == "POST":
            headers |= {"sec-fetch-site": "same-origin", "content-type": kind}
        root = x509.load_pem_x509_certificates(self.box_pem.read_bytes())[1]
        eyes = ssl.create_default_context(cadata=root.public_bytes(serialization.Encoding.DER))
        line = HTTPSConnection(self.host, 443, timeout=SECONDS, context=eyes)
        return self._over(line, verb, path, body, headers)

    def _over(
        self,
        line: HTTPConnection,
        verb: str,
        path: str,
        body: str | bytes,
        headers: dict[str, str],
    ) -> Came:
        try:
            with standing_in(self.network):
                line.connect()
            line.request(verb, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for name, said in answer.getheaders():
            for key, morsel in SimpleCookie(said if name == "set-cookie" else "").items():
                self.jar[key] = morsel.value
                if morsel["max-age"] == "0":
                    del self.jar[key]
        return Came(answer.status, answer.getheader("location") or "", text)
