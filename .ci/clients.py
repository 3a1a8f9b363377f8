"""Calls the running system by the generated Python clients, one call of each document at least. `.ci/clients` runs it."""

import os
import sys
import time

import api_client
import auth_client
import bot_client
import game_client
import game_page_client
import secrets_client
import sessions_client

init_data, user_id = sys.argv[1:]
secret = os.environ["INTERNAL_API_SECRET"]


def connect(package, url, **credentials):
    """A client as its README says: host, credentials, and an API class. The credential of an API key goes by the name of its scheme."""
    return package.ApiClient(package.Configuration(host=os.environ[url], **credentials))


def refused(package, code, call, *arguments):
    try:
        call(*arguments)
    except package.ApiException as failure:
        problem = package.Problem.from_json(failure.body)
        assert (failure.status, problem.code) == code, (failure.status, problem)
    else:
        raise AssertionError(f"{call.__name__} was not refused")


auth = auth_client.DefaultApi(connect(auth_client, "AUTH_URL", access_token=secret))
identity = auth.verify(verify_request=auth_client.VerifyRequest(type="telegram_init_data", credential=init_data))
assert (identity.user_id, identity.method) == (user_id, "telegram_init_data")
assert auth.introspect(init_data).active
assert not auth.introspect(init_data[:-1]).active
user = auth_client.DefaultApi(connect(auth_client, "AUTH_URL", api_key={"initData": f"tma {init_data}"}))
assert user.verify().user_id == user_id
refused(auth_client, (401, "credential_missing"), auth_client.DefaultApi(connect(auth_client, "AUTH_URL")).verify)
print("auth: verify, introspect")

connection = connect(sessions_client, "SESSIONS_URL", access_token=secret)
sessions = sessions_client.SessionsApi(connection)
created = sessions.create_session(sessions_client.SessionRequest(user_id=user_id, ttl=600, ip="192.0.2.1"))
token = sessions_client.VerifySessionRequest(token=created.token)
session = sessions.verify_session(token)
assert (session.user_id, session.session_id) == (user_id, created.session_id)
listed = sessions_client.UsersApi(connection).list_sessions(user_id).sessions
assert created.session_id in [one.session_id for one in listed]
sessions.invalidate_session(token)
refused(sessions_client, (401, "session_invalid"), sessions.verify_session, token)
print("sessions: create, verify, list, invalidate")

secrets = secrets_client.SecretsApi(connect(secrets_client, "SECRETS_URL", access_token=secret))
names = [entry.key for entry in secrets.list_secrets().secrets]
assert "JWT_SECRET" in names, names
assert secrets.read_secret("JWT_SECRET").value
refused(secrets_client, (404, "not_found"), secrets.read_secret, "NO_SUCH_KEY")
print("secrets: list, read")

connection = connect(game_page_client, "GAME_URL")
page = game_page_client.DefaultApi(connection)
origin = os.environ["GAME_URL"]
signed_in = page.sign_in_with_http_info(origin, game_page_client.SignInRequest(init_data=init_data))
cookie = next(value for name, value in signed_in.headers.items() if name.lower() == "set-cookie")
# The generated code sends the value as the whole header.
connection.configuration.api_key["session"] = cookie.split(";")[0]
assert page.profile() == signed_in.data
jwt = page.token(origin).token
assert page.devices().sessions
print("game-backend, the page: sign-in, profile, token, devices")

game = game_client.DefaultApi(connect(game_client, "GAME_URL", access_token=secret))
assert game.ensure_telegram_user(user_id, game_client.TelegramUser(first_name="Ольга")).game_user_id
print("game-backend, for services: ensure user")

bot = bot_client.DefaultApi(connect(bot_client, "BOT_URL", api_key={"webhook": os.environ["TELEGRAM_WEBHOOK_SECRET"]}))
message = {
    "from": {"id": int(user_id), "is_bot": False, "first_name": "Ольга"},
    "chat": {"id": int(user_id), "type": "private"},
    "date": int(time.time()),
    "text": "/me",
    "entities": [{"type": "bot_command", "offset": 0, "length": 3}],
}
update = bot_client.TakeUpdateRequest.from_dict({"update_id": int(time.time()), "message": message})
assert bot.take_update(update).method == "sendMessage"
stranger = bot_client.DefaultApi(connect(bot_client, "BOT_URL"))
refused(bot_client, (401, "unauthenticated"), stranger.take_update, update)
print("tigrit-bot: update")

api = api_client.DefaultApi(connect(api_client, "API_URL", access_token=jwt))
assert isinstance(api.list_interactions(limit=5).interactions, list)
print("tigrit-api: interactions")

page.sign_out(origin)
refused(game_page_client, (401, "signed_out"), page.profile)
