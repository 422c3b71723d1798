"""A home in network namespaces: box, router, tablet, laptop, phone, and one that lies."""
