"""Asking the resolvers above us. What others need of it stands here."""

from agent.dns.upstream.asking import Address, Upstream, UpstreamSilent
from agent.dns.upstream.do53 import Do53Upstreams

__all__ = ["Address", "Do53Upstreams", "Upstream", "UpstreamSilent"]
