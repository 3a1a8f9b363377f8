-- Ends a session by its id, whatever release wrote it.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 the feed's channel, 3 the user's reference
-- Returns {1} when the session was ended, {0} when there is none.
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then
  return {0}
end
publish(ARGV[2], 2, clock(), ARGV[3], string.sub(ARGV[1], 2))
return {1}
