// English stands here and in the page, so that there are words when nothing else arrives.
const TEXTS = {
  en: {
    'language': 'Русский',
    'loading': 'One moment…',
    'profile.nameless': 'Player',
    'devices.this': 'this device',
    'devices.unknown': 'Unknown device',
    'devices.used': 'last used {when}',
    'devices.end': 'Sign out',
    'devices.end.label': 'Sign out {device}, last used {when}',
    'devices.ended': 'That device is signed out.',
    'devices.others.ended': 'All other devices are signed out.',
    'signed-out': 'You are signed out.',
    'session-over': 'This device was signed out. Sign in again.',
    'expired': 'What Telegram gave this page is too old. Close the Mini App and open it again.',
    'refused': 'The sign-in was refused. Close the Mini App and open it again.',
    'unavailable': 'The service is not available right now. Please try again.',
    'telegram-silent': 'Telegram does not answer. As soon as it does, you are signed in.',
  },
};

/** Milliseconds that the page waits for what may stall, or never come. */
const PATIENCE = { page: 1_000, texts: 500, telegram: 3_000 };

const $ = (id) => document.getElementById(id);
const views = ['outside', 'development', 'signed-in', 'retry'];
document.querySelectorAll('[data-text]').forEach((element) => { TEXTS.en[element.dataset.text] = element.textContent; });
const development = document.documentElement.dataset.signIn === 'development';
const { bot } = document.documentElement.dataset;
if (bot) {
  Object.assign($('bot'), { href: `https://t.me/${bot}`, hidden: false });
}

/** Who Telegram says is here: the signed initData, and what is in it. */
let telegram = null;
let language = 'en';
let shown = [];
let message = null;
let person = null;
let sessions = [];

const pageLoaded = new Promise((resolve) => { window.addEventListener('load', resolve); });
const within = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

// Telegram passes its data in the fragment; without it there is no reason to load a script from elsewhere.
const launchData = new URLSearchParams(location.hash.slice(1)).get('tgWebAppData');

/** The fragment itself, as Telegram's script reads it: whoever is here is signed in without that script. */
function fromFragment() {
  const initData = launchData ?? '';
  const fields = new URLSearchParams(initData);
  if (!fields.has('hash')) {
    return null;
  }
  try {
    return { initData, user: JSON.parse(fields.get('user')) };
  } catch {
    return null;
  }
}

function fromScript() {
  const app = window.Telegram?.WebApp;
  return app?.initData ? { initData: app.initData, user: app.initDataUnsafe?.user } : null;
}

/** Adds Telegram's script to the page; ends when it is there or has failed, which may be never. */
async function loadTelegram() {
  // Until the page counts as loaded, Telegram covers it; a script that stalls would keep it from that.
  await Promise.race([pageLoaded, within(PATIENCE.page)]);
  await new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = 'https://telegram.org/js/telegram-web-app.js';
    script.onload = resolve;
    script.onerror = resolve;
    document.head.append(script);
  });
  window.Telegram?.WebApp?.ready();
  window.Telegram?.WebApp?.expand();
  if (!telegram) {
    telegram = fromScript();
    chooseLanguage();
    // It took so long that nobody waits for it any more, but for the person.
    if (shown.includes('retry')) change(start);
  }
}

class Refused extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.code ?? '');
}

// --- texts

function text(key, values = {}) {
  return TEXTS[language][key].replace(/\{(\w+)}/g, (_, name) => values[name]);
}

function chooseLanguage() {
  let chosen = null;
  try {
    chosen = localStorage.getItem('language');
  } catch {
    // Storage may be closed to a frame of another site.
  }
  const preferred = chosen ?? telegram?.user?.language_code ?? navigator.language ?? 'en';
  language = preferred.startsWith('ru') && TEXTS.ru ? 'ru' : 'en';
}

function switchLanguage() {
  language = language === 'ru' ? 'en' : 'ru';
  try {
    localStorage.setItem('language', language);
  } catch {
    // It is for this visit, then.
  }
  render();
}

function day(iso) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso));
}

function moment(iso) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

// --- what is seen

function show(visible, messageKey = null, isError = false) {
  shown = visible;
  message = messageKey && { key: messageKey, isError };
  render();
}

function render() {
  document.documentElement.lang = language;
  $('language').hidden = !TEXTS.ru;
  $('language').textContent = text('language');
  $('language').lang = language === 'ru' ? 'en' : 'ru';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  for (const view of views) {
    $(view).hidden = !shown.includes(view);
  }
  $('status').textContent = message ? text(message.key) : '';
  $('status').classList.toggle('error', Boolean(message?.isError));
  if (person) {
    renderPerson();
    renderDevices();
  }
}

function renderPerson() {
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ') || text('profile.nameless');
  $('name').textContent = name;
  $('initial').textContent = [...name][0].toUpperCase();
  $('user-id').textContent = person.user_id;
  $('since').textContent = day(person.since);
}

function renderDevices() {
  $('devices').replaceChildren(...sessions.map(device));
  $('end-others').hidden = sessions.length < 2;
}

function device(session) {
  const name = session.device || text('devices.unknown');
  const when = moment(session.last_used_at);
  const item = document.createElement('li');
  const what = document.createElement('div');
  what.className = 'what';
  what.append(name);
  const used = document.createElement('span');
  used.className = 'when';
  used.textContent = text('devices.used', { when });
  if (session.current) {
    const badge = document.createElement('span');
    badge.className = 'badge';
    badge.textContent = text('devices.this');
    what.append(badge);
  }
  what.append(used);
  item.append(what);
  if (!session.current) {
    const end = document.createElement('button');
    end.type = 'button';
    end.className = 'quiet';
    end.textContent = text('devices.end');
    end.setAttribute('aria-label', text('devices.end.label', { device: name, when }));
    end.addEventListener('click', () => change(() => endSession(session.session_id)));
    item.append(end);
  }
  return item;
}

// --- what is done

/** One change at a time, with the buttons off; a session that is over shows the way in again. */
async function change(action) {
  const buttons = [...document.querySelectorAll('button')].filter((button) => !button.disabled);
  buttons.forEach((button) => { button.disabled = true; });
  try {
    await action();
  } catch (error) {
    failed(error);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

function failed(error) {
  if (error instanceof Refused && error.code === 'signed_out') {
    signedOut('session-over');
  } else if (error instanceof Refused && error.status === 401) {
    signedOut(error.code === 'init_data_expired' ? 'expired' : 'refused', true);
  } else {
    show([...shown.filter((view) => view === 'signed-in' || view === 'development'), 'retry'], 'unavailable', true);
  }
}

function forget() {
  person = null;
  sessions = [];
}

function signedOut(messageKey, isError = false) {
  forget();
  if (development && !telegram) {
    show(['development'], messageKey, isError);
  } else {
    show(telegram ? ['retry'] : ['outside'], messageKey, isError);
  }
}

/** Telegram with two accounts may keep one jar of cookies for both: nobody is shown the other's data. */
function isSomebodyElse(me) {
  const here = telegram?.user?.id;
  return Boolean(here) && String(here) !== me.user_id;
}

/** The session of this device, unless Telegram says that somebody else is here now; then a new one. */
async function enter(messageKey = null) {
  let me = await call('GET', '/v1/me');
  if (isSomebodyElse(me)) {
    forget();
    show([], 'loading');
    me = await call('POST', '/v1/sign-in', { init_data: telegram.initData });
  }
  const devices = await call('GET', '/v1/me/sessions');
  person = me;
  sessions = devices.sessions;
  show(['signed-in'], messageKey);
}

async function signIn(initData) {
  await call('POST', '/v1/sign-in', { init_data: initData });
  await enter();
  $('name').focus();
}

async function endSession(id) {
  await call('DELETE', `/v1/me/sessions/${encodeURIComponent(id)}`).catch((error) => {
    // Gone already is as good as ended.
    if (error.status !== 404) throw error;
  });
  await enter('devices.ended');
  $('devices-title').focus();
}

async function endOthers() {
  await call('DELETE', '/v1/me/sessions/others');
  await enter('devices.others.ended');
  $('devices-title').focus();
}

async function signOut() {
  await call('POST', '/v1/sign-out');
  signedOut('signed-out');
}

async function signInForDevelopment(event) {
  event.preventDefault();
  const form = new FormData($('development'));
  await change(async () => {
    const answer = await call('POST', '/development/init-data', { id: form.get('id'), first_name: form.get('name') });
    await signIn(answer.init_data);
  });
}

/** The session of this device; when there is none, Telegram says who is here. */
async function start() {
  show([], 'loading');
  if (launchData !== null && !telegram && !window.Telegram) {
    await Promise.race([loadTelegram(), within(PATIENCE.telegram)]);
    if (!window.Telegram) {
      // Without Telegram's word the session of this device may be somebody else's.
      show(['retry'], 'telegram-silent', true);
      return;
    }
  }
  try {
    await enter();
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'signed_out')) throw error;
    if (telegram?.initData) {
      await signIn(telegram.initData);
    } else {
      signedOut(null);
    }
  }
}

$('language').addEventListener('click', switchLanguage);
$('development').addEventListener('submit', signInForDevelopment);
$('end-others').addEventListener('click', () => change(endOthers));
$('sign-out').addEventListener('click', () => change(signOut));
// Another device may have signed this one out meanwhile.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && person) {
    change(() => enter());
  }
});
$('retry').addEventListener('click', () => change(start));

telegram = fromFragment();
if (telegram) loadTelegram();
const texts = import('./texts.js').then(({ RUSSIAN }) => {
  TEXTS.ru = RUSSIAN;
  chooseLanguage();
  render();
}, () => null);
await Promise.race([texts, within(PATIENCE.texts)]);
chooseLanguage();
change(start);
