// The back end of a Mini App: initData in, a session in a cookie out. ../README.md says what it does and how to run it.
import { readFile } from 'node:fs/promises'
import express from 'express'
import { cache } from './near-cache.js'

const { AUTH_URL, SESSIONS_URL, INTERNAL_API_SECRET, CALLER_TOKEN_FILE, PORT = '3000' } = process.env
if (!AUTH_URL || !SESSIONS_URL) throw new Error('AUTH_URL and SESSIONS_URL are not set')
const COOKIE = '__Host-session'
const REFUSED = [400, 401, 413, 431] // 400, 413, 431: what the client sent cannot be a credential.

class Failure extends Error {
  constructor(status, options) {
    super(`${status}`, options)
    this.status = status
  }
}

// Says to Sessions who asks. A token file is read again each time, because Kubernetes replaces it.
async function caller() {
  const token = CALLER_TOKEN_FILE ? (await readFile(CALLER_TOKEN_FILE, 'utf8')).trim() : INTERNAL_API_SECRET
  return { Authorization: `Bearer ${token}` }
}

// The body of a success, {} if there is none, null for a refusal. Everything else is a 503 of this service, and says nothing about the user.
async function post(url, headers, body) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: body ? { ...headers, 'Content-Type': 'application/json' } : headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(2000),
    })
    const text = await response.text()
    if (REFUSED.includes(response.status)) return null
    if (response.ok) return text ? JSON.parse(text) : {}
    throw new Error(`${url} answered ${response.status}`)
  } catch (cause) {
    throw new Failure(503, { cause })
  }
}

const tokenOf = request => request.headers.cookie?.match(/(?:^|; ?)__Host-session=([^;]+)/)?.[1]

// Puts the session of the request into `response.locals`, else 401 or 503.
async function signedIn(request, response, next) {
  const token = tokenOf(request)
  if (!token) throw new Failure(401)
  response.locals.session = cache.get(token) ?? (await verify(token))
  next()
}

async function verify(token) {
  const seen = cache.changes
  const session = await post(`${SESSIONS_URL}/v1/sessions/verify`, {}, { token })
  if (!session) throw new Failure(401)
  if (Date.parse(session.extend_after) <= Date.now()) {
    // Without an answer the session is valid all the same; the next request extends it.
    Object.assign(session, await post(`${SESSIONS_URL}/v1/sessions/extend`, {}, { token }).catch(() => null))
  }
  cache.put(token, session, seen)
  return session
}

// In Telegram's web client the page is a frame of another site, where a cookie needs SameSite=None and Partitioned.
const setCookie = (response, value, maxAge) =>
  response.set('Set-Cookie', `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=None; Partitioned`)

const app = express().disable('x-powered-by')

// No other site can send POST with Authorization, or DELETE: browsers ask first (CORS), and the answer is no.
app.post('/api/session', async (request, response) => {
  const authorization = request.get('Authorization') ?? ''
  if (!authorization.startsWith('tma ')) throw new Failure(401)
  const identity = await post(`${AUTH_URL}/v1/verify`, { Authorization: authorization })
  if (!identity) throw new Failure(401)
  const device = (request.get('User-Agent') ?? '').slice(0, 100)
  const created = await post(`${SESSIONS_URL}/v1/sessions`, await caller(), { user_id: identity.user_id, device })
  if (!created) throw new Failure(503) // Sessions refuses this service, not the user.
  setCookie(response, created.token, Math.round((Date.parse(created.expires_at) - Date.now()) / 1000)).sendStatus(204)
})

app.get('/api/me', signedIn, (_, response) => response.json({ user_id: response.locals.session.user_id }))

app.delete('/api/session', async (request, response) => {
  const token = tokenOf(request)
  // A refusal: it has ended already. After a 503 it may still be valid, so the cookie stays.
  if (token) await post(`${SESSIONS_URL}/v1/sessions/invalidate`, {}, { token })
  cache.drop((_, cached) => cached === token)
  setCookie(response, '', 0).sendStatus(204)
})

app.use(express.static(new URL('../mini-app', import.meta.url).pathname))

app.use((failure, _request, response, _next) => {
  const status = failure.status ?? 500
  if (status >= 500) console.warn(failure.cause ?? failure)
  if (status === 503) response.set('Retry-After', '1')
  response.sendStatus(status)
})

app.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`))
cache.follow(`${SESSIONS_URL}/v1/events`, caller)
