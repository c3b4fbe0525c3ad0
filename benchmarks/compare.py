"""Q1 to Q6: ours, and then each peer on the same asks, its answers compared with ours."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Engine

from benchmarks.measure import Timing, measured
from benchmarks.peers.base import Peer, TooLong
from benchmarks.questions import Answer, Ask, ListAnswer, answer, questions
from benchmarks.results import Row
from engagement.store.engine import open_store

GUIDES = {  # p95 in milliseconds at large, and how far ahead of the best peer
    "Q1": (50, 20.0),
    "Q2": (100, 20.0),
    "Q3": (150, 3.0),
    "Q4": (10, 1.0),
    "Q5 part of an address": (20, 1.0),
    "Q5 a number": (20, 1.0),
    "Q5 provider id": (20, 1.0),
    "Q6": (100, 5.0),
}
Tell = Callable[[str], None]
_OUR_BUDGET = 60.0  # seconds a question: the first search loads all names, and must not be the only run


def compare(
    url: str, contacts: int, peers: Callable[[Engine], Iterator[Peer]], only: Sequence[str], tell: Tell
) -> list[Row]:
    """All questions on the database at `url`. `peers` makes one after another, when ours has been measured."""
    engine = open_store(url)
    with engine.connect() as connection:
        asks = {name: found for name, found in questions(connection, contacts).items() if _wanted(name, only)}
    ours: dict[str, tuple[Timing, list[Answer], float]] = {}
    for name, every in asks.items():
        tell(f"{name}, ours")
        cold = _cold(url, every[0])
        timing, answers = measured(lambda ask: answer(engine, ask), every, _OUR_BUDGET)
        ours[name] = timing, answers, cold
    theirs: dict[str, list[dict[str, Any]]] = {name: [] for name in asks}
    for peer in peers(engine):
        for name, every in asks.items():
            tell(f"{name}, {peer.name}")
            theirs[name].append(_against(peer, every, ours[name][1]))
    rows = [_row(name, engine.dialect.name, *ours[name], theirs[name]) for name in asks]
    engine.dispose()
    return rows


def _wanted(name: str, only: Sequence[str]) -> bool:
    return not only or name.split()[0] in only


def _cold(url: str, ask: Ask) -> float:
    """The first answer of a process that has just opened the database, in milliseconds."""
    engine = open_store(url)
    start = time.perf_counter()
    answer(engine, ask)
    took = (time.perf_counter() - start) * 1000
    engine.dispose()
    return took


def _against(peer: Peer, asks: Sequence[Ask], ours: Sequence[Answer]) -> dict[str, Any]:
    said: dict[str, Any] = {"name": peer.name, "made": peer.made, "timing": None, "same": None}
    try:
        timing, answers = measured(peer.answer, asks)
    except TooLong:
        return said | {"why": "took over 60 s"}
    if answers[0] is None:
        return said | {"why": "cannot answer this"}
    pairs = list(zip(answers, ours, strict=False))  # fewer than all, where they took too long
    if all(one == other for one, other in pairs):
        same = "yes"
    else:
        same = "in another order" if all(_sorted(one) == _sorted(other) for one, other in pairs) else "no"
    return said | {"timing": asdict(timing), "same": same}


def _sorted(one: Answer | None) -> Answer | None:
    return replace(one, ids=tuple(sorted(one.ids))) if isinstance(one, ListAnswer) else one


def _row(
    name: str, database: str, timing: Timing, answers: Sequence[Answer], cold: float, peers: list[dict[str, Any]]
) -> Row:
    guide, ahead = GUIDES[name]
    able = [peer for peer in peers if peer["timing"]]
    best = min(able, key=lambda peer: peer["timing"]["p50"], default=None)
    ratio = best["timing"]["p50"] / timing.p50 if best else None
    in_time = timing.p95 <= guide
    return Row(
        question=name,
        database=database,
        figure=f"p50 {timing.p50:,.1f} ms, p95 {timing.p95:,.1f} ms, {timing.runs} runs; cold {cold:,.0f} ms",
        guide=_guide(guide),
        ratio=f"{ratio:,.1f}x of {_wanted_ratio(ahead)}" if ratio else _wanted_ratio(ahead),
        holds=in_time and (ratio is None or ratio >= ahead),
        remarks="; ".join(filter(None, ["" if in_time else "p95 is over the guide", *map(_said, peers)])),
        numbers={
            **asdict(timing),
            "cold": cold,
            "peers": peers,
            "ratio": ratio,
            "total": getattr(answers[0], "total", None),
        },
    )


def _guide(milliseconds: float) -> str:
    return f"p95 {milliseconds} ms at large"


def _wanted_ratio(ahead: float) -> str:
    return "1x or more" if ahead == 1 else f"{ahead:g}x or more"


def _said(peer: Mapping[str, Any]) -> str:
    found = peer["timing"]
    if not found:
        return f"{peer['name']}: {peer['why']}"
    same = {"yes": "", "no": ", **another answer than ours**"}.get(peer["same"], f", the same {peer['same']}")
    runs = "" if found["runs"] >= 20 else f" of {found['runs']} runs"
    return f"{peer['name']}: p50 {found['p50']:,.1f} ms{runs}{same}"
