"""Verified sessions, kept for a moment."""

import asyncio
import json
import logging
import time
from datetime import datetime

import httpx

SECONDS, SIZE = 30, 10_000
log = logging.getLogger(__name__)


def seconds(time_text):
    return datetime.fromisoformat(time_text).timestamp()


class NearCache:
    """Verified sessions by their token, as long as the event feed says which of them have ended."""

    def __init__(self):
        self.entries, self.connected, self.changes = {}, False, 0

    def get(self, token):
        session, until = self.entries.get(token, (None, 0))
        return session if self.connected and until > time.time() else None

    def put(self, token, session, seen):
        # An event that arrived while the token was verified may have been about this session.
        if self.connected and seen == self.changes:
            if len(self.entries) >= SIZE:
                self.entries.clear()
            ends = min(seconds(session["expires_at"]), seconds(session["idle_expires_at"]))
            self.entries[token] = session, min(ends, time.time() + SECONDS)

    def drop(self, session_id=None):
        """Forgets one session, or all."""
        self.changes += 1
        self.entries = {t: e for t, e in self.entries.items() if session_id and e[0]["session_id"] != session_id}

    async def follow(self, http, url, caller):
        while True:
            try:
                # Sessions writes at least every 15 seconds: a stream that is silent for 20 is dead.
                timeout = httpx.Timeout(2, read=20)
                async with http.stream("GET", url, headers=caller(), timeout=timeout) as stream:
                    stream.raise_for_status()
                    async for line in stream.aiter_lines():
                        field, _, value = line.partition(":")
                        if field == "event":
                            event = value.strip()
                        elif field == "data" and event == "resync":
                            self.drop()
                            self.connected = True
                        elif field == "data" and event == "session-revoked":
                            self.drop(json.loads(value)["sub_id"]["id"])
            except Exception as failure:
                log.warning("the event feed ended, each session is verified until it is back: %r", failure)
            self.connected = False
            self.drop()
            await asyncio.sleep(1)
