"""The small properties of the types."""

import pytest

from corpus.types import Page, Tier


def test_a_reader_sees_their_own_tier_and_those_below() -> None:
    assert [tier.label for tier in Tier.MEMBER.visible()] == ["public", "member"]
    assert Tier.PUBLIC < Tier.MEMBER < Tier.STAFF
    assert Tier.STAFF.visible() == tuple(Tier)


@pytest.mark.parametrize("tier", Tier)
def test_a_tier_is_known_by_its_name_in_any_case(tier: Tier) -> None:
    assert Tier.named(f" {tier.label.title()} ") is tier


def test_another_word_is_no_tier() -> None:
    with pytest.raises(ValueError, match="'secret' is not an access tier; use public, member or staff"):
        Tier.named("secret")


def test_a_page_locates_offsets_between_its_anchors() -> None:
    page = Page(3, 100, 200, ((100, 20), (150, 90)))
    assert [page.locate(offset) for offset in (100, 149, 150, 199)] == [20, 69, 90, 139]
    assert Page(1, 10, 20).locate(12) == 2
