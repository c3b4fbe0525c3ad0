"""pandas frames in memory, read once from the store: masks over columns, as somebody with a notebook answers.

The columns are as narrow as they can be: codes for kinds, row numbers for contacts.
"""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.peers.base import Happened, Peer, happenings, moments
from benchmarks.peers.counts import by_frames
from benchmarks.questions import (
    Answer,
    Ask,
    CountsAsk,
    ListAnswer,
    ListAsk,
    MessagesAnswer,
    MessagesAsk,
    TimelineAnswer,
    TimelineAsk,
    page_of,
)
from engagement.domain.vocabulary import Channel, EventType, FilterOption
from engagement.lib.text import folded
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort

_CHUNK = 200_000
_CODES = {kind.value: code for code, kind in enumerate(EventType)}
Flags = npt.NDArray[np.bool_]


class Frames:
    """The tables that the questions need."""

    def __init__(self, file: Path) -> None:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            self.contacts = pd.read_sql(
                "SELECT contact_id, kind, name, name_folded, owner, stage, source, last_engaged_at, "
                "human_last_engaged_at, opens, clicks, replies, last_status FROM contacts ORDER BY contact_id",
                connection,
                dtype={"kind": "category", "owner": "category", "stage": "category", "source": "category"},
            )
            self._ids = self.contacts["contact_id"].to_numpy()
            self.labels = pd.read_sql("SELECT contact_id, label FROM contact_labels", connection)
            self.labels["label"] = self.labels["label"].astype("category")
            self.labels["row"] = self._rows(self.labels["contact_id"].to_numpy())
            self.addresses = pd.read_sql("SELECT contact_id, channel, address FROM contact_addresses", connection)
            self.addresses["row"] = self._rows(self.addresses["contact_id"].to_numpy())
            kinds = " ".join(f"WHEN '{kind}' THEN {code}" for kind, code in _CODES.items())
            self.events = self._narrow(
                connection,
                f"SELECT contact_id, message_id, at, CASE type {kinds} END AS kind, channel = 'text' AS is_text, "
                "machine, suppressed FROM events",
                {"kind": np.int8, "is_text": bool, "machine": bool, "suppressed": bool},
            )
            self.messages = self._narrow(
                connection,
                f"SELECT contact_id, message_id, provider_key, sent_at AS at, is_reply, "
                f"CASE status {kinds} END AS kind, opens, clicks, coalesce(campaign_id, 0) AS campaign, "
                "direction = 'outbound' AS is_ours, coalesce(answered_at, 0) AS answered_at, "
                "coalesce(stopped_at, 0) AS stopped_at FROM messages",
                {
                    "provider_key": "string[pyarrow]",
                    "is_reply": bool,
                    "is_ours": bool,
                    "kind": np.int8,
                    "opens": np.int32,
                    "clicks": np.int32,
                },
            )

            # Which message each event is of, by its place, as a join would find it every time.
            self.messages["place"] = np.arange(len(self.messages), dtype=np.int32)
            order = np.argsort(self.messages["message_id"].to_numpy())
            ids = self.messages["message_id"].to_numpy()[order]
            self.events["message"] = order[np.searchsorted(ids, self.events["message_id"].to_numpy())].astype(np.int32)

    def _narrow(self, connection: sqlite3.Connection, query: str, types: dict[str, type | str]) -> pd.DataFrame:
        parts = []
        for part in pd.read_sql(query, connection, chunksize=_CHUNK):
            part["row"] = self._rows(part.pop("contact_id").to_numpy())
            parts.append(part.astype(types))
        return pd.concat(parts, ignore_index=True)

    def _rows(self, contact_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        return np.searchsorted(self._ids, contact_ids).astype(np.int32)

    def row_of(self, contact_id: int) -> int:
        """The row of `contacts` with an id."""
        return int(np.searchsorted(self._ids, contact_id))


def peer(frames: Frames) -> Peer:
    """The peer over frames already read."""

    def answer(ask: Ask) -> Answer | None:
        if isinstance(ask, CountsAsk):
            return by_frames(frames.messages, frames.events, ask)
        if isinstance(ask, MessagesAsk):
            return _messages(frames, ask)
        return _timeline(frames, ask) if isinstance(ask, TimelineAsk) else _list(frames, ask)

    size = sum(
        int(frame.memory_usage(deep=False).sum())
        for frame in (frames.contacts, frames.labels, frames.addresses, frames.events, frames.messages)
    )
    return Peer("pandas frames", f"all tables read into {size / 1e6:,.0f} MB of frames, texts beside them", answer)


def _list(frames: Frames, ask: ListAsk) -> ListAnswer:
    rest = _rest(frames, ask)
    matching = {option: _option(frames, option, ask) for option in FilterOption}
    found = rest
    if ask.asked.options:
        found = rest & np.logical_or.reduce([matching[option] for option in ask.asked.options])
    total = int(found.sum())
    first = (page_of(ask, total) - 1) * PAGE_SIZE
    rows = frames.contacts[found]
    if ask.sort is Sort.NAME:
        rows = rows.sort_values(["name_folded", "contact_id"])
    else:
        engaged = "human_last_engaged_at" if ask.asked.without_machines else "last_engaged_at"
        never = rows[rows[engaged].isna()]
        rows = pd.concat([rows[rows[engaged].notna()].sort_values([engaged, "contact_id"], ascending=False), never])
    page = rows.iloc[first : first + PAGE_SIZE]
    for frame in (frames.addresses, frames.labels):
        frame[frame["row"].isin(page.index)]
    options = tuple(int((matching[option] & rest).sum()) for option in FilterOption)
    return ListAnswer(total, options, tuple(page["contact_id"].tolist()))


def _rest(frames: Frames, ask: ListAsk) -> Flags:
    asked = ask.asked
    found = np.ones(len(frames.contacts), dtype=bool)
    if asked.owners:
        found &= frames.contacts["owner"].isin(asked.owners).to_numpy()
    if asked.labels:
        found &= _flags(frames, frames.labels.loc[frames.labels["label"].isin(asked.labels), "row"])
    if asked.search:
        found &= _found(frames, asked.search)
    for condition in asked.conditions:
        first, after = moments(condition.period, ask.viewpoint)
        found &= _did(frames, Happened(Channel.EMAIL, EventType.DELIVERED, first, after, False, 1))
        for undone in happenings(condition.option, replace(asked, period=condition.period, at_least=1), ask.viewpoint):
            found &= ~_did(frames, undone)
    return found


def _found(frames: Frames, search: str) -> Flags:
    found = frames.contacts["name_folded"].str.contains(folded(search), regex=False).to_numpy(dtype=bool)
    held = frames.addresses
    address = held["address"].str.contains(search.casefold(), regex=False) & (held["channel"] == Channel.EMAIL)
    digits = "".join(letter for letter in search if letter.isdecimal())
    if len(digits) >= 3 and not any(letter.isalpha() for letter in search):
        address |= held["address"].str.contains(digits, regex=False) & (held["channel"] == Channel.TEXT)
    return found | _flags(frames, held.loc[address, "row"])


def _flags(frames: Frames, rows: "pd.Series[int]") -> Flags:
    flags = np.zeros(len(frames.contacts), dtype=bool)
    flags[rows.to_numpy()] = True
    return flags


def _option(frames: Frames, option: FilterOption, ask: ListAsk) -> Flags:
    matching: Flags = np.logical_or.reduce([_did(frames, one) for one in happenings(option, ask.asked, ask.viewpoint)])
    return matching


def _did(frames: Frames, one: Happened) -> Flags:
    if one.type is None:
        frame = frames.messages
        mask = frame["is_reply"].to_numpy()
    else:
        frame = frames.events
        mask = frame["kind"].to_numpy() == _CODES[one.type]
        mask &= frame["is_text"].to_numpy() == (one.channel is Channel.TEXT)
        if one.type in (EventType.FAILED, EventType.UNSUBSCRIBED, EventType.COMPLAINED):
            mask &= ~frame["suppressed"].to_numpy()
        if one.by_people:
            mask &= ~frame["machine"].to_numpy()
    at = frame["at"].to_numpy()
    mask = mask & (at >= one.first) & (at < one.after)
    counts = np.bincount(frame["row"].to_numpy()[mask], minlength=len(frames.contacts))
    often: Flags = counts >= one.at_least
    return often


def _timeline(frames: Frames, ask: TimelineAsk) -> TimelineAnswer:
    row = frames.row_of(ask.contact_id)
    held = frames.messages[frames.messages["row"] == row]
    page = held.sort_values(["at", "message_id"], ascending=False).head(PAGE_SIZE)
    its_events = frames.events[frames.events["row"] == row]
    counts = its_events["message_id"].value_counts()
    words = list(EventType)
    columns = (page[name].tolist() for name in ("message_id", "kind", "opens", "clicks"))
    return TimelineAnswer(
        len(held),
        tuple(
            (message, words[kind].value, opens, clicks, int(counts.get(message, 0)))
            for message, kind, opens, clicks in zip(*columns, strict=True)
        ),
    )


def _messages(frames: Frames, ask: MessagesAsk) -> MessagesAnswer:
    found = frames.messages[(frames.messages["provider_key"] == ask.asked.search).to_numpy(dtype=bool)]
    page = found.sort_values(["at", "message_id"], ascending=False).head(PAGE_SIZE)
    return MessagesAnswer(len(found), tuple(page["message_id"].tolist()))
