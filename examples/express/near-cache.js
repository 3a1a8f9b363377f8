import { setTimeout as sleep } from 'node:timers/promises'

const MILLIS = 30_000
const SIZE = 10_000

// Verified sessions by their token, as long as the event feed says which of them have ended.
export const cache = {
  entries: new Map(),
  connected: false,
  changes: 0,

  get(token) {
    const entry = this.entries.get(token)
    return this.connected && entry?.until > Date.now() ? entry.session : null
  },

  put(token, session, seen) {
    // An event that arrived while the token was verified may have been about this session.
    if (!this.connected || seen !== this.changes) return
    if (this.entries.size >= SIZE) this.entries.clear()
    const until = Math.min(Date.parse(session.expires_at), Date.parse(session.idle_expires_at), Date.now() + MILLIS)
    this.entries.set(token, { session, until })
  },

  // Forgets the sessions that `which` selects.
  drop(which) {
    this.changes++
    for (const [token, { session }] of this.entries) if (which(session, token)) this.entries.delete(token)
  },

  handle(event, data) {
    if (event === 'resync') {
      this.drop(() => true)
      this.connected = true
    } else if (event === 'session-revoked') {
      const ended = JSON.parse(data).sub_id.id
      this.drop(session => session.session_id === ended)
    }
  },

  async follow(url, caller) {
    for (;;) {
      const silence = new AbortController()
      // Sessions writes at least every 15 seconds: a stream that is silent for 20 is dead.
      const timer = setTimeout(() => silence.abort(new Error('silent')), 20_000)
      try {
        const response = await fetch(url, { headers: await caller(), signal: silence.signal })
        if (!response.ok) throw new Error(`the feed answered ${response.status}`)
        let rest = ''
        let event
        for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
          timer.refresh()
          const lines = (rest + chunk).split('\n')
          rest = lines.pop()
          for (const line of lines) {
            if (line.startsWith('event:')) event = line.slice(6).trim()
            else if (line.startsWith('data:')) this.handle(event, line.slice(5))
          }
        }
      } catch (failure) {
        console.warn('the event feed ended, each session is verified until it is back:', failure.message)
      }
      clearTimeout(timer)
      this.connected = false
      this.drop(() => true)
      await sleep(1000)
    }
  },
}
