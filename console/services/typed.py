"""What a person types where a site's name is asked for, made a text that may be one.

Rules kept here:
- Of a web address that was pasted only the site is kept. What stands behind the site's name says
  what somebody looked at there: it goes no further.
- Whether it is a name is for `policy.names` to say.
"""

from __future__ import annotations

import re


def site_of(typed: str) -> str:
    """Return the site of a web address that was pasted; any other text as it is."""
    _, scheme, rest = typed.partition("://")
    host = re.split(r"[/?#]", rest if scheme else typed.strip(), maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d{1,5}$", "", host) or typed
