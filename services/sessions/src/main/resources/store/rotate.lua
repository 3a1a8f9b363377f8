-- Gives a live session another secret. The old one dies, or lives on for the overlap.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 SHA-256 of the secret, 3 SHA-256 of its successor, 4 the salt that the successor was made with,
--         5 overlap ms, 6 grace ms, 7 the feed's channel, 8 the user's reference
-- Returns {1, created, absolute, idle, idle ttl, last extended}; {5, the five times, salt} when the secret was rotated before and
-- its overlap lasts; {6} when an old secret came too late and the session was ended for it; {0} when there is no such session,
-- {2} when it has another token, {3} when it has expired, {4} when the record is of an unknown version.
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then
  return {0}
end
if not is_known(record) then
  return {4}
end
local now = clock()
local created, absolute, idle, idle_ttl, extended = struct.unpack('>I8I8I8I8I8', record, 2)
if idle <= now then
  return {3}
end

local overlap_end, rotated = struct.unpack('>I8I8', record, 106)
if not is_current(record, ARGV[2]) then
  if is_previous(record, ARGV[2], now) then
    return {5, created, absolute, idle, idle_ttl, extended, string.sub(record, 122, 153)}
  end
  -- Never rotated: then no older secret was ever given out, and this one is of a rotation that the store has lost.
  if rotated > 0 and now > math.max(overlap_end, rotated + tonumber(ARGV[6])) then
    redis.call('HDEL', KEYS[1], ARGV[1])
    publish(ARGV[7], 4, now, ARGV[8], string.sub(ARGV[1], 2))
    return {6}
  end
  return {2}
end

-- An overlap that this rotation cuts short was promised: until its end the old secret is late, not stolen.
rotated = math.max(now, rotated, overlap_end)
local overlap = tonumber(ARGV[5])
overlap_end = overlap > 0 and now + overlap or 0
idle = math.min(now + idle_ttl, absolute)
redis.call('HSET', KEYS[1], ARGV[1], string.sub(record, 1, 17) .. struct.pack('>I8I8I8', idle, idle_ttl, now)
  .. ARGV[3] .. ARGV[2] .. struct.pack('>I8I8', overlap_end, rotated) .. ARGV[4] .. string.sub(record, 154))
keep_until(KEYS[1], idle, now)
return {1, created, absolute, idle, idle_ttl, now}
