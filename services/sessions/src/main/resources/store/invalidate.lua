-- Ends a session whose current token the caller holds. The hash vanishes with its last field.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 SHA-256 of the secret
-- Returns {1} when the session was ended, {0} when there is none, {2} when it has another token, {4} when the record is of an
-- unknown version.
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then
  return {0}
end
if string.byte(record, 1) ~= 1 then
  return {4}
end
if string.sub(record, 42, 73) ~= ARGV[2] then
  return {2}
end
redis.call('HDEL', KEYS[1], ARGV[1])
return {1}
