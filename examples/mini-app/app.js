'use strict'

// Telegram passes initData in the fragment. Its own script is needed for buttons and colours, not for this.
const initData = new URLSearchParams(location.hash.slice(1)).get('tgWebAppData')

const element = id => document.getElementById(id)

function show(text, { retry = false, signOut = false } = {}) {
  element('text').textContent = text
  element('retry').hidden = !retry
  element('sign-out').hidden = !signOut
}

// The session is in an HttpOnly cookie: this script never sees it.
async function call(method, path, headers = {}) {
  try {
    return await fetch(path, { method, headers, signal: AbortSignal.timeout(10_000) })
  } catch {
    return new Response(null, { status: 503 })
  }
}

async function start() {
  show('Loading…')
  let me = await call('GET', '/api/me')
  let userId = me.ok ? (await me.json()).user_id : null
  // The cookie may be that of another account that was used on this device before.
  const expected = initData && String(JSON.parse(new URLSearchParams(initData).get('user') ?? '{}').id)
  if (me.status === 401 || (me.ok && expected && expected !== userId)) {
    if (!initData) return show('Open this page in Telegram.')
    const signIn = await call('POST', '/api/session', { Authorization: `tma ${initData}` })
    if (signIn.status === 401) return show('This link is too old. Close the app and open it again.')
    me = signIn.ok ? await call('GET', '/api/me') : signIn
    userId = me.ok ? (await me.json()).user_id : null
  }
  // A 503 says nothing about the session: nobody is signed out by an outage.
  if (userId) show(`Signed in as ${userId}`, { signOut: true })
  else show('The service is not available.', { retry: true })
}

async function signOut() {
  const response = await call('DELETE', '/api/session')
  if (response.ok) show('Signed out.')
  else show('You are still signed in: the service is not available.', { signOut: true })
}

element('retry').addEventListener('click', start)
element('sign-out').addEventListener('click', signOut)
start()
