-- Ends a session whose token the caller holds. The hash vanishes with its last field.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 SHA-256 of the secret, 3 the feed's channel, 4 the user's reference
-- Returns {1} when the session was ended, {5} when it was ended by a token that a rotation has superseded, {0} when there is none,
-- {4} when the record is of an unknown version.
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then
  return {0}
end
if not is_known(record) then
  return {4}
end
local now = clock()
-- The token's MAC was checked before, so any other secret was this session's once, and whoever holds it may sign out. Somebody else
-- holds the successor.
local superseded = not is_current(record, ARGV[2]) and not is_previous(record, ARGV[2], now)
redis.call('HDEL', KEYS[1], ARGV[1])
publish(ARGV[3], superseded and 4 or 1, now, ARGV[4], string.sub(ARGV[1], 2))
return {superseded and 5 or 1}
