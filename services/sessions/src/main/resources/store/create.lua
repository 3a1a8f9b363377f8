-- Adds one session to its user's hash and drops the user's expired ones.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 ttl ms, 3 idle ttl ms, 4 SHA-256 of the secret, 5 the record from offset 113 on
-- Returns {1, created, absolute, idle, idle ttl, last extended}, or {0} when the field is taken.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local record = fields[i + 1]
  -- Fields of other kinds and records of a version this release does not know are left alone.
  if string.sub(fields[i], 1, 1) == 's' and string.byte(record, 1) == 1
      and struct.unpack('>I8', record, 18) <= now then
    redis.call('HDEL', KEYS[1], fields[i])
  end
end

local absolute = now + tonumber(ARGV[2])
local idle_ttl = tonumber(ARGV[3])
local idle = math.min(now + idle_ttl, absolute)
local record = struct.pack('>BI8I8I8I8I8', 1, now, absolute, idle, idle_ttl, now)
  .. ARGV[4] .. string.rep('\0', 40) .. ARGV[5]
if redis.call('HSETNX', KEYS[1], ARGV[1], record) == 0 then
  return {0}
end

local left = redis.call('PTTL', KEYS[1])
if left < 0 or now + left < idle then
  redis.call('PEXPIREAT', KEYS[1], idle)
end
return {1, now, absolute, idle, idle_ttl, now}
