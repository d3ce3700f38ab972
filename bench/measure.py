"""Timing two things in turn, so that a noisy machine is noisy to both; and the lines the bench prints."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One budget: what was measured, how it compares, and whether that is within what is promised."""

    what: str
    measured: str
    budget: str
    is_met: bool | None = None


def timed(action: Callable[[], object]) -> float:
    """Seconds one run takes; what an earlier one left to be written to the disk is not counted to it."""
    os.sync()
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def in_turn(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median seconds of each action; each round runs all of them one after another."""
    times = [[timed(action) for action in actions] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def run(command: Sequence[str], **environment: str) -> None:
    """Run a program to its end, its output thrown away. Raises CalledProcessError."""
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})


def python(code: str) -> Callable[[], None]:
    """An action that runs a line of Python in a process of its own."""
    return lambda: run([sys.executable, "-c", code])


def peak_mb(command: Sequence[str], **environment: str) -> float:
    """The largest memory a program and its children hold at one time, in MB, looked at every 10 ms."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    ) as child:
        watched, peak = psutil.Process(child.pid), 0
        while child.poll() is None:
            peak = max(peak, _resident(watched))
            time.sleep(0.01)
    return peak / 2**20


def _resident(process: psutil.Process) -> int:
    try:
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.Error:
        return 0


def ratio(what: str, ours: float, other: float, most: float, beside: str) -> Figure:
    """A figure that compares two times."""
    measured = f"{ours:.2f} s / {other:.2f} s = {ours / other:.2f}"
    return Figure(what, measured, f"<= {most} x {beside}", ours / other <= most)


def limit(what: str, value: float, most: float, unit: str) -> Figure:
    """A figure with a limit of its own."""
    return Figure(what, f"{value:,.4g} {unit}", f"<= {most:,g} {unit}", value <= most)
