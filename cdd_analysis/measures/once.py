"""Work that all pages of a build share, done once a process: the nation's rows, marked and counted up to every area.

A page of one province needs the country beside it. A function of the whole data under :func:`once` answers the same
object to every page of the same build, arguments and settings, so that 77 pages of a topic, and the processes a batch
forks for them, do that work once. What it answers is shared: whoever gets it must not change it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from cdd_analysis.settings import mark

#: Answers kept in a process; the longest unused goes first. A page asks for a few per topic.
MOST = 128


class _Data(Protocol):
    @property
    def stamp(self) -> str: ...


D = TypeVar("D", bound=_Data)
P = ParamSpec("P")
R = TypeVar("R")
_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def once(work: Callable[Concatenate[D, P], R]) -> Callable[Concatenate[D, P], R]:
    """Keep what ``work(data, ...)`` answers, by the build of ``data``, the other arguments and the settings in force.

    The arguments must be plain values (a year, a day). Data that no build made (an empty folder) is not kept.
    """

    @wraps(work)
    def answer(data: D, *args: P.args, **kwargs: P.kwargs) -> R:
        if not data.stamp:
            return work(data, *args, **kwargs)
        key = (work.__module__, work.__qualname__, data.stamp, mark(), args, tuple(sorted(kwargs.items())))
        if key in _kept:
            _kept.move_to_end(key)
        else:
            _kept[key] = work(data, *args, **kwargs)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
        return _kept[key]

    return answer


def kept() -> dict[tuple[Any, ...], Any]:
    """Everything kept in this process, to be handed to another one; it can be pickled."""
    return dict(_kept)


def keep(answers: Mapping[tuple[Any, ...], Any]) -> None:
    """Keep what another process worked out."""
    _kept.update(answers)


def forget() -> None:
    """Keep nothing of what was worked out so far."""
    _kept.clear()
