"""Lines of lists in every form, by name, with what each of them means.

Readers of whole lists are held against these tables too.
"""

from __future__ import annotations

from policy.index import Reach
from policy.list_text.faults import Fault, Unsupported

Entries = list[tuple[Reach, bytes]]

LONGEST = b".".join((b"a" * 63, b"b" * 63, b"c" * 63, b"d" * 61))


def entries(reach: Reach, names: str) -> Entries:
    """Return the entries of several names, apart by a space."""
    return [(reach, name.encode()) for name in names.split()]


def both(names: str) -> Entries:
    """Return entries that mean each name and what is below it."""
    return entries(Reach.BOTH, names)


def itself(names: str) -> Entries:
    """Return entries that mean each name alone."""
    return entries(Reach.ITSELF, names)


def below(names: str) -> Entries:
    """Return entries that mean what is below each name."""
    return entries(Reach.BELOW, names)


def exceptions(names: str) -> Entries:
    """Return entries that take each name out of the list."""
    return entries(Reach.EXCEPTION, names)


PLAIN = {
    "a name": (b"example.org", both("example.org")),
    "space around": (b"  example.org \t", both("example.org")),
    "final dot": (b"example.org.", both("example.org")),
    "comment behind": (b"example.org # why", both("example.org")),
    "comment behind a tab": (b"example.org\t#why", both("example.org")),
    "comment in Latin-1": (b"example.org # caf\xe9", both("example.org")),
    "another comment": (b"example.org ; why", both("example.org")),
    "mark of a file's beginning": (b"\xef\xbb\xbfexample.org", both("example.org")),
    "underscore, hyphens": (b"_a--b.x_y.org", both("_a--b.x_y.org")),
    "begins with a digit": (b"4chan.org", both("4chan.org")),
    "looks like an address": (b"1.2.3.4.example", both("1.2.3.4.example")),
    "ending that begins with a digit": (b"example.4chan", both("example.4chan")),
    "international": ("bücher.example".encode(), both("xn--bcher-kva.example")),
    "international, large": ("BÜCHER.example".encode(), both("xn--bcher-kva.example")),
    "A-label": (b"xn--bcher-kva.example", both("xn--bcher-kva.example")),
    "below a local word": (b"localhost.example", both("localhost.example")),
    "longest": (LONGEST, both(LONGEST.decode())),
    "called like a record": (b"ns.soa.example", both("ns.soa.example")),
}

HOSTS = {
    "nowhere": (b"0.0.0.0 a.example", itself("a.example")),
    "this machine": (b"127.0.0.1\ta.example", itself("a.example")),
    "another of this machine": (b"127.0.0.7 a.example", itself("a.example")),
    "nowhere, IPv6": (b":: a.example", itself("a.example")),
    "this machine, IPv6": (b"::1 a.example", itself("a.example")),
    "IPv6 written out": (b"0:0:0:0:0:0:0:1 a.example", itself("a.example")),
    "several names": (b"0.0.0.0 a.example b.example", itself("a.example b.example")),
    "names like records": (b"0.0.0.0 a.a ns.example a.b", itself("a.a ns.example a.b")),
    "several spaces": (b"0.0.0.0 \t  a.example  ", itself("a.example")),
    "hosts, comment": (b"0.0.0.0 a.example # b.example", itself("a.example")),
    "hosts, final dot": (b"0.0.0.0 a.example.", itself("a.example")),
    "hosts, international": ("0.0.0.0 bücher.example".encode(), itself("xn--bcher-kva.example")),
}

WILDCARDS = {
    "star": (b"*.a.example", both("a.example")),
    "plus": (b"+.a.example", both("a.example")),
    "dot": (b".a.example", both("a.example")),
}

ADBLOCK = {
    "two bars": (b"||a.example^", both("a.example")),
    "no caret": (b"||a.example", both("a.example")),
    "a bar behind": (b"||a.example^|", both("a.example")),
    "Adblock, comment": (b"||a.example^ # why^", both("a.example")),
    "Adblock, far comment": (b"||a.example^  # why^", both("a.example")),
    "important": (b"||a.example^$important", both("a.example")),
    "everything": (b"||a.example^$all", both("a.example")),
    "both modifiers": (b"||a.example^$important,all", both("a.example")),
    "one bar": (b"|a.example^", itself("a.example")),
    "only below": (b"||*.a.example^", below("a.example")),
    "exception": (b"@@||a.example^", exceptions("a.example")),
    "exception, one bar": (b"@@|a.example^", exceptions("a.example")),
    "exception, important": (b"@@||a.example^$important", exceptions("a.example")),
    "Adblock, international": ("||bücher.example^".encode(), both("xn--bcher-kva.example")),
}

DNSMASQ = {
    "address, hash": (b"address=/a.example/#", both("a.example")),
    "address, nothing": (b"address=/a.example/", both("a.example")),
    "address, zeros": (b"address=/a.example/0.0.0.0", both("a.example")),
    "address, zeros, IPv6": (b"address=/a.example/::", both("a.example")),
    "address, this machine": (b"address=/a.example/127.0.0.1", both("a.example")),
    "several between slashes": (b"address=/a.example/b.example/#", both("a.example b.example")),
    "a dot in front": (b"address=/.a.example/#", both("a.example")),
    "local": (b"local=/a.example/", both("a.example")),
    "server": (b"server=/a.example/", both("a.example")),
    "usual servers": (b"server=/a.example/#", exceptions("a.example")),
    "usual servers, local": (b"local=/a.example/b.example/#", exceptions("a.example b.example")),
}

UNBOUND = {
    "null": (b'local-zone: "a.example." always_null', both("a.example")),
    "no domain": (b'local-zone: "a.example" always_nxdomain', both("a.example")),
    "refused": (b"local-zone: a.example always_refuse", both("a.example")),
    "static": (b"local-zone: 'a.example.' static", both("a.example")),
    "let through": (b'local-zone: "a.example." transparent', exceptions("a.example")),
    "data, nowhere": (b'local-data: "a.example. a 0.0.0.0"', itself("a.example")),
    "data, time and class": (b'local-data: "a.example 60 in aaaa ::"', itself("a.example")),
}

ZONE = {
    "no such name": (b"a.example cname .", itself("a.example")),
    "no such data": (b"a.example cname *.", itself("a.example")),
    "dropped": (b"a.example cname rpz-drop.", itself("a.example")),
    "zone, below": (b"*.a.example cname .", below("a.example")),
    "time": (b"a.example 60 cname .", itself("a.example")),
    "time, class": (b"a.example 1h in cname .", itself("a.example")),
    "class, time": (b"a.example in 60 cname .", itself("a.example")),
    "zone, comment": (b"a.example cname . ; why", itself("a.example")),
    "passed": (b"a.example cname rpz-passthru.", exceptions("a.example")),
    "passed, below": (b"*.a.example cname rpz-passthru.", exceptions("a.example")),
    "nowhere, record": (b"a.example a 0.0.0.0", itself("a.example")),
    "nowhere, IPv6 record": (b"*.a.example in aaaa ::", below("a.example")),
    "full name": (b"a.example. cname .", itself("a.example")),
}

PROXIES = {
    "payload, plus": (b"  - '+.a.example'", both("a.example")),
    "payload, dot": (b"  - '.a.example'", below("a.example")),
    "payload, star": (b'  - "*.a.example"', below("a.example")),
    "payload, name": (b'  - "a.example"', itself("a.example")),
    "payload, bare": (b"- a.example # why", itself("a.example")),
    "payload, suffix": (b"  - domain-suffix,a.example", both("a.example")),
    "payload, domain": (b"  - domain,a.example,reject", itself("a.example")),
    "suffix": (b"domain-suffix,a.example", both("a.example")),
    "suffix, what to do": (b"domain-suffix, a.example, reject-drop", both("a.example")),
    "domain": (b"domain,a.example", itself("a.example")),
    "v2fly, attribute": (b"a.example @ads @!cn", both("a.example")),
    "v2fly, belongs to": (b"a.example &games", both("a.example")),
    "v2fly, domain": (b"domain:a.example @ads", both("a.example")),
    "v2fly, full": (b"full:a.example # why", itself("a.example")),
}

NAMING = {
    **PLAIN, **HOSTS, **WILDCARDS, **ADBLOCK, **DNSMASQ, **UNBOUND, **ZONE, **PROXIES
}  # fmt: skip

UNSUPPORTED = {
    "what to hide": (b"ads.example##.banner", Unsupported.COSMETIC),
    "an exception to that": (b"ads.example#@#.banner", Unsupported.COSMETIC),
    "only on other sites' pages": (b"||ads.example^$third-party", Unsupported.CONDITION),
    "only as a page": (b"||ads.example^$document", Unsupported.CONDITION),
    "only for some devices": (b"||ads.example^$client=x", Unsupported.CONDITION),
    "only some kinds of question": (b"||ads.example^$dnstype=aaaa", Unsupported.CONDITION),
    "an exception on some pages": (b"@@||ads.example^$domain=x.example", Unsupported.CONDITION),
    "parts of addresses": (b"*$removeparam=x", Unsupported.CONDITION),
    "important and more": (b"||ads.example^$important,script", Unsupported.CONDITION),
    "a rule taken back": (b"||ads.example^$badfilter # why", Unsupported.OTHER_RULE),
    "an answer of its own": (b"||a.example^$dnsrewrite=192.0.2.1", Unsupported.OTHER_ANSWER),
    "a path": (b"||ads.example/banner^", Unsupported.PART_OF_SITE),
    "a port": (b"||ads.example:8080^", Unsupported.PART_OF_SITE),
    "a pattern": (b"/banner[0-9]+/", Unsupported.PATTERN),
    "a star inside": (b"||ads*.example^", Unsupported.PATTERN),
    "an exception with a star": (b"@@||*.ads.example^", Unsupported.PATTERN),
    "the beginning of a name": (b"||ads.", Unsupported.PATTERN),
    "a caret alone": (b"ads.example^", Unsupported.PATTERN),
    "a file's name": (b"^gtag.js^", Unsupported.PATTERN),
    "a star in a plain name": (b"ads*.example", Unsupported.PATTERN),
    "two stars": (b"*.*.ads.example", Unsupported.PATTERN),
    "dnsmasq, another server": (b"server=/a.example/192.0.2.1", Unsupported.SETTING),
    "dnsmasq, a server": (b"server=192.0.2.1", Unsupported.SETTING),
    "dnsmasq, another address": (b"address=/a.example/192.0.2.1", Unsupported.OTHER_ANSWER),
    "dnsmasq, a name's address": (b"address=/a.example/b.example", Unsupported.OTHER_ANSWER),
    "dnsmasq, a set": (b"ipset=/a.example/x", Unsupported.SETTING),
    "dnsmasq, another set": (b"nftset=/a.example/4#inet#x#y", Unsupported.SETTING),
    "unbound, a redirect": (b'local-zone: "a.example." redirect', Unsupported.OTHER_ANSWER),
    "unbound, an address": (b'local-data: "a.example. a 192.0.2.1"', Unsupported.OTHER_ANSWER),
    "unbound, a text": (b'local-data: "a.example. txt x"', Unsupported.SETTING),
    "unbound, other": (b'private-domain: "a.example"', Unsupported.SETTING),
    "a garden": (b"a.example cname garden.example.", Unsupported.OTHER_ANSWER),
    "only over TCP": (b"a.example cname rpz-tcp-only.", Unsupported.OTHER_ANSWER),
    "an address of its own": (b"a.example a 192.0.2.1", Unsupported.OTHER_ANSWER),
    "a name for an address": (b"a.example in ptr b.example.", Unsupported.OTHER_ANSWER),
    "text": (b'a.example txt "hello"', Unsupported.OTHER_ANSWER),
    "a range of addresses": (b"24.0.2.0.192.rpz-ip cname .", Unsupported.ADDRESSES),
    "a name server": (b"ns.a.example.rpz-nsdname cname .", Unsupported.CONDITION),
    "a file": (b"$include other.zone", Unsupported.OTHER_LIST),
    "a row of records": (b"$generate 1-9 a$ cname .", Unsupported.PATTERN),
    "a keyword": (b"keyword:ads", Unsupported.PATTERN),
    "an expression": (b"regexp:^ads\\.[a-z]+$ @ads", Unsupported.PATTERN),
    "another list": (b"include:games", Unsupported.OTHER_LIST),
    "mihomo, a keyword": (b"  - domain-keyword,ads", Unsupported.PATTERN),
    "mihomo, addresses": (b"  - ip-cidr,192.0.2.0/24", Unsupported.ADDRESSES),
    "mihomo, a country": (b"geoip,cn", Unsupported.ADDRESSES),
    "mihomo, let through": (b"domain-suffix,a.example,direct", Unsupported.OTHER_ANSWER),
    "mihomo, a program": (b"process-name,game", Unsupported.SETTING),
    "mihomo, a star inside": (b"  - 'a.*.example'", Unsupported.PATTERN),
}

BAD = {
    "web page": (b"<html>", Fault.WEB_PAGE),
    "web address": (b"https://ads.example/banner", Fault.WEB_ADDRESS),
    "path": (b"ads.example/banner", Fault.WEB_ADDRESS),
    "range of addresses": (b"192.0.2.0/24", Fault.WEB_ADDRESS),
    "Latin-1": (b"b\xfccher.example", Fault.NOT_TEXT),
    "NUL": (b"ads\0.example", Fault.NOT_TEXT),
    "escape": (b"\x1b[2jads.example", Fault.NOT_TEXT),
    "escape in a hosts line": (b"0.0.0.0 \x1b[2jads.example", Fault.NOT_TEXT),
    "UTF-16": ("ads.example".encode("utf-16"), Fault.NOT_TEXT),
    "long line": (b"0.0.0.0" + b" a.example" * 410, Fault.TOO_LONG),
    "long comment": (b"#" * 4097, Fault.TOO_LONG),
    "far behind": (b"0.0.0.0" + b" " * 4096 + b"a.example", Fault.TOO_LONG),
    "two words": (b"ads.example tracking.example", Fault.SEVERAL_WORDS),
    "address behind": (b"ads.example 0.0.0.0", Fault.SEVERAL_WORDS),
    "two behind a star": (b"*.a.example *.b.example", Fault.SEVERAL_WORDS),
    "two behind a colon": (b"full:a.example b.example", Fault.SEVERAL_WORDS),
    "two in the payload": (b"- a.example b.example", Fault.SEVERAL_WORDS),
    "half a record": (b"a.example 60 cname", Fault.SEVERAL_WORDS),
    "a record of what was before": (b"cname .", Fault.SEVERAL_WORDS),
    "prose": (b"this is a letter", Fault.SEVERAL_WORDS),
    "prose with a letter": (b"like a letter", Fault.SEVERAL_WORDS),
    "a machine of the home": (b"192.168.1.7 nas.example", Fault.REDIRECT),
    "somebody's server": (b"2001:db8::7 search.example", Fault.REDIRECT),
    "whole ending": (b"com", Fault.WHOLE_ENDING),
    "whole ending in a hosts line": (b"0.0.0.0 com", Fault.WHOLE_ENDING),
    "whole ending in a rule": (b"||com^", Fault.WHOLE_ENDING),
    "whole ending for dnsmasq": (b"address=/com/#", Fault.WHOLE_ENDING),
    "whole international ending": ("рф".encode(), Fault.WHOLE_ENDING),
    "everything, for dnsmasq": (b"address=/#/0.0.0.0", Fault.NOT_A_NAME),
    "misspelt address": (b"192.0.2.777", Fault.NUMBER),
    "address with zeros in front": (b"192.000.002.007", Fault.NUMBER),
    "comment without a space": (b"ads.example#why", Fault.NOT_A_NAME),
    "two dots": (b"ads..example", Fault.NOT_A_NAME),
    "two dots at the end": (b"ads.example..", Fault.NOT_A_NAME),
    "long label": (b"a" * 64 + b".example", Fault.NOT_A_NAME),
    "long name": (LONGEST + b"d", Fault.NOT_A_NAME),
    "long name with a dot": (LONGEST + b"d.", Fault.NOT_A_NAME),
    "long name in a hosts line": (b"0.0.0.0 " + LONGEST + b"d", Fault.NOT_A_NAME),
    "other signs": (b"ads!.example", Fault.NOT_A_NAME),
    "port": (b"ads.example:443", Fault.NOT_A_NAME),
    "a star in a hosts line": (b"0.0.0.0 *.ads.example", Fault.NOT_A_NAME),
    "nothing behind a colon": (b"full:", Fault.NOT_A_NAME),
    "nothing behind a comma": (b"domain-suffix,", Fault.NOT_A_NAME),
    "nothing behind a bar": (b"||^", Fault.NOT_A_NAME),
    "nothing behind a star": (b"*.", Fault.NOT_A_NAME),
    "letters that are no name": ("a\u2028b.example".encode(), Fault.NOT_A_NAME),
}
