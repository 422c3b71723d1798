"""Lists that came with this program, written out as a publisher's list would be.

Rules kept here:
- One name a line, with the reason behind it, so that "why is this listed?" finds a line and a
  sentence in our own lists as it does in any other.
- The same program writes the same octets, so an unchanged list is seen to be unchanged.
"""

from __future__ import annotations

from agent.lists.catalogue import Own, Services
from agent.lists.own_lists import load_own_list
from policy.categories import Category
from policy.names import to_text
from policy.services import category_names, services_of


def text_of_ours(origin: Own | Services, category: Category) -> str:
    """Return the text of a list of ours. Raises TomlMalformed."""
    match origin:
        case Own(list_id):
            own = load_own_list(list_id)
            head = f"# {own.what}"
            lines = {to_text(entry.name): entry.why for entry in own.entries}
        case Services():
            head = f"# Services under {category.label}."
            lines = {
                to_text(name): " and ".join(service.label for service in services_of(name))
                for name in category_names(category)
            }
    rows = [f"{name}  # {why}" for name, why in sorted(lines.items())]
    return "\n".join((head, *rows)) + "\n"
