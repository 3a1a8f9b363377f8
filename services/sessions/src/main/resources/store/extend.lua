-- Slides the idle deadline of a live session, at most once per throttle window and never past the absolute deadline.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 SHA-256 of the secret, 3 throttle window ms
-- Returns {1, created, absolute, idle, idle ttl, last extended}; {0} when there is no such session, {2} when it has another
-- token, {3} when it has expired, {4} when the record is of an unknown version.
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then
  return {0}
end
if not is_known(record) then
  return {4}
end
local now = clock()
if not is_current(record, ARGV[2]) and not is_previous(record, ARGV[2], now) then
  return {2}
end
local created, absolute, idle, idle_ttl, extended = struct.unpack('>I8I8I8I8I8', record, 2)
if idle <= now then
  return {3}
end

-- Half of the idle time at most, so that a session in steady use cannot run out inside the window.
local window = math.min(tonumber(ARGV[3]), math.floor(idle_ttl / 2))
if idle < absolute and now >= extended + window then
  idle = math.min(now + idle_ttl, absolute)
  extended = now
  redis.call('HSET', KEYS[1], ARGV[1], string.sub(record, 1, 17)
    .. struct.pack('>I8I8I8', idle, idle_ttl, extended) .. string.sub(record, 42))
  keep_until(KEYS[1], idle, now)
end
return {1, created, absolute, idle, idle_ttl, extended}
