from __future__ import annotations

from console.services.first_run_routers import ONE_DEVICE, ROUTERS, WAYS, router_called


def test_the_commonest_routers_and_any_other_are_there() -> None:
    """Whoever has none of the six still finds a way."""
    assert [router.name for router in ROUTERS] == [
        *("BT", "EE", "Plusnet", "Sky", "Virgin Media", "TalkTalk"),
        "Another one",
    ]


def test_a_tag_stands_for_one_router() -> None:
    """Each is found by its tag, and a tag that nobody has stands for none."""
    assert [router_called(router.tag) for router in ROUTERS] == list(ROUTERS)
    assert router_called("magic") is None
    assert {ONE_DEVICE, *(router.tag for router in ROUTERS)} == WAYS
