"""The page's fonts: cut once for all processes of a user, the same from the cache as anew."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from cdd_analysis.page import fonts


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "cdd_analysis" / "fonts"


def test_what_was_cut_is_kept_and_read_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = fonts.font_css.__wrapped__()
    assert len(list(cache.iterdir())) == 3
    monkeypatch.setattr(fonts, "_cut_anew", lambda *_: pytest.fail("it was cut twice"))
    assert fonts.font_css.__wrapped__() == fresh == fonts.font_css()


def test_another_text_is_another_cut(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.font_css.__wrapped__()
    monkeypatch.setattr(fonts, "SIGNS", "·")
    fonts.font_css.__wrapped__()
    assert len(list(cache.iterdir())) == 5


def test_without_a_cache_it_is_cut(cache: Path) -> None:
    cache.parent.parent.mkdir(exist_ok=True)
    cache.parent.write_text("a file where the folder should be")
    assert fonts.font_css.__wrapped__() == fonts.font_css()
