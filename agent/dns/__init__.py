"""Answering DNS: sockets, the route of a query, the reader and the writer of packets."""
