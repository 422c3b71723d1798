from __future__ import annotations

import pytest

from console.config import listen_address
from console.errors import ListenRefused

OURS = {
    "127.0.0.1:8080": ("127.0.0.1", 8080),
    "127.9.9.9:1": ("127.9.9.9", 1),
    "localhost:0": ("127.0.0.1", 0),
    "[::1]:65535": ("[::1]", 65535),
}

MALFORMED = {
    "no port": "127.0.0.1",
    "empty": "",
    "port with a sign": "127.0.0.1:+80",
    "port too high": "127.0.0.1:65536",
    "digits of another script": "127.0.0.1:٨٠",
    "no host": ":8080",
    "a name": "lamplight.local:8080",
    "open bracket": "[::1:8080:x",
}

IN_REACH = {
    "every address": "0.0.0.0:8080",
    "every address, version 6": "[::]:8080",
    "a home network": "192.168.1.2:8080",
    "a local network, version 6": "[fd00::1]:8080",
    "a link": "[fe80::1]:8080",
}


@pytest.mark.parametrize("text", OURS)
def test_an_address_of_this_machine_is_taken_as_written(text: str) -> None:
    """Loopback addresses of both families are accepted, with the port as written."""
    listen = listen_address(text)

    assert (listen.authority, listen.port) == OURS[text]


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_address_is_refused_with_an_example(case: str) -> None:
    """A malformed address is refused with the option's name and an address that would do."""
    with pytest.raises(ListenRefused, match=r"--listen .*127\.0\.0\.1:8080"):
        listen_address(MALFORMED[case])


@pytest.mark.parametrize("case", IN_REACH)
def test_an_address_others_can_reach_is_refused_and_says_why(case: str) -> None:
    """Without TLS only this machine itself may be listened on."""
    with pytest.raises(ListenRefused, match=r"refused, because .*Use 127\.0\.0\.1:8080"):
        listen_address(IN_REACH[case])


@pytest.mark.parametrize("case", IN_REACH)
def test_beside_tls_one_address_of_the_home_s_network_is_taken(case: str) -> None:
    """With TLS an address that others reach is fine, and all addresses at once are not."""
    text = IN_REACH[case]
    if case.startswith("every address"):
        with pytest.raises(ListenRefused, match="no single address"):
            listen_address(text, "--tls-listen", in_reach=True)
    else:
        listen = listen_address(text, "--tls-listen", in_reach=True)

        assert f"{listen.authority}:{listen.port}" == text
