"""The process that cleans blocks of a large file for ``workers``, and answers on its standard output."""

from __future__ import annotations

import os
import pickle
import sys

from cdd_analysis.ingest.fast_lane.lane import Lane
from cdd_analysis.ingest.fast_lane.workers import Job


def main() -> None:
    """Clean blocks until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    job = Job.unpacked(*pickle.load(sys.stdin.buffer))
    lane = Lane(job.plan, job.folder)
    while True:
        try:
            piece = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answer: tuple[str, object]
        try:
            answer = "cleaned", job.clean(lane, piece)
        except Exception as error:  # the caller raises it, as if the block had been cleaned there
            answer = "raised", error
        pickle.dump(answer, answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    main()
