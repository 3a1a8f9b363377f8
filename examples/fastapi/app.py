"""The back end of a Mini App: initData in, a session in a cookie out. ../README.md says what it does and how to run it."""

import asyncio
import os
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import httpx
import uvicorn
from fastapi import Cookie, Depends, FastAPI, Header, HTTPException, Response
from fastapi.staticfiles import StaticFiles
from near_cache import NearCache, seconds

AUTH, SESSIONS = os.environ["AUTH_URL"], os.environ["SESSIONS_URL"]
COOKIE = "__Host-session"
REFUSED = {400, 401, 413, 431}  # 400, 413, 431: what the client sent cannot be a credential.

http = httpx.AsyncClient(timeout=2)
cache = NearCache()


def caller():
    """Says to Sessions who asks. A token file is read again each time, because Kubernetes replaces it."""
    file = os.environ.get("CALLER_TOKEN_FILE")
    token = Path(file).read_text().strip() if file else os.environ["INTERNAL_API_SECRET"]
    return {"Authorization": f"Bearer {token}"}


async def post(url, **request):
    """The response, a success or a refusal. Everything else is a 503 of this service, and says nothing about the user."""
    try:
        response = await http.post(url, **request)
    except httpx.HTTPError:
        response = None
    if response is None or not (response.is_success or response.status_code in REFUSED):
        raise HTTPException(503, headers={"Retry-After": "1"})
    return response


async def signed_in(token: Annotated[str | None, Cookie(alias=COOKIE)] = None):
    """The session of the request, else 401 or 503."""
    if session := cache.get(token):
        return session
    if not token:
        raise HTTPException(401)
    seen = cache.changes
    verified = await post(f"{SESSIONS}/v1/sessions/verify", json={"token": token})
    if not verified.is_success:
        raise HTTPException(401)
    session = verified.json()
    if seconds(session["extend_after"]) <= time.time():
        try:
            extended = await post(f"{SESSIONS}/v1/sessions/extend", json={"token": token})
            session |= extended.json() if extended.is_success else {}
        except HTTPException:
            pass  # The session is valid all the same; the next request extends it.
    cache.put(token, session, seen)
    return session


@asynccontextmanager
async def lifespan(_):
    following = asyncio.create_task(cache.follow(http, f"{SESSIONS}/v1/events", caller))
    yield
    following.cancel()
    await http.aclose()


app = FastAPI(lifespan=lifespan)


# No other site can send POST with Authorization, or DELETE: browsers ask first (CORS), and the answer is no.
@app.post("/api/session", status_code=204)
async def sign_in(authorization: Annotated[str, Header()] = "", user_agent: Annotated[str, Header()] = ""):
    if not authorization.startswith("tma "):
        raise HTTPException(401)
    identity = await post(f"{AUTH}/v1/verify", headers={"Authorization": authorization.encode("latin-1")})
    if not identity.is_success:
        raise HTTPException(401)
    session = {"user_id": identity.json()["user_id"], "device": user_agent[:100]}
    created = await post(f"{SESSIONS}/v1/sessions", headers=caller(), json=session)
    if not created.is_success:  # Sessions refuses this service, not the user.
        raise HTTPException(503)
    created = created.json()
    return with_cookie(created["token"], round(seconds(created["expires_at"]) - time.time()))


@app.get("/api/me")
async def me(session: Annotated[dict, Depends(signed_in)]):
    return {"user_id": session["user_id"]}


@app.delete("/api/session", status_code=204)
async def sign_out(token: Annotated[str | None, Cookie(alias=COOKIE)] = None):
    # A refusal: it has ended already. After a 503 it may still be valid, so the cookie stays.
    if token:
        await post(f"{SESSIONS}/v1/sessions/invalidate", json={"token": token})
    cache.changes += 1
    cache.entries.pop(token, None)
    return with_cookie("", 0)


def with_cookie(value, max_age):
    # In Telegram's web client the page is a frame of another site, where a cookie needs SameSite=None and Partitioned.
    flags = f"Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=None; Partitioned"
    return Response(status_code=204, headers={"Set-Cookie": f"{COOKIE}={value}; {flags}"})


app.mount("/", StaticFiles(directory=Path(__file__).parent.parent / "mini-app", html=True))

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "3000")))
