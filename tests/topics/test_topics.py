"""Topics are found by looking in their folder."""

from __future__ import annotations

import pytest

from cdd_analysis.datasets import tables
from cdd_analysis.errors import UsageError
from cdd_analysis.topics import topic, topics


def test_topics_come_in_the_order_of_their_numbers() -> None:
    numbers = [one.NUMBER for one in topics().values()]
    assert numbers == sorted(numbers)
    assert {"poverty", "otop"} <= set(topics())


@pytest.mark.parametrize("key", sorted(topics()))
def test_a_topic_holds_what_the_page_asks_for(key: str) -> None:
    found = topic(key)
    assert key == found.KEY
    assert found.TITLE and found.OWNER
    assert set(found.TABLES) <= set(tables())
    assert callable(found.assess) and callable(found.latest)


def test_a_mistyped_topic_is_refused_with_the_right_one() -> None:
    with pytest.raises(UsageError, match="Did you mean 'otop'") as refused:
        topic("otp")
    assert "There is no topic 'otp'." in str(refused.value)
    assert "poverty" in str(refused.value)
