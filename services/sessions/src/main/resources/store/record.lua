-- What several scripts know of a record; it stands before each of them. The layout is in the service's README.
local VERSION = 1

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function is_known(record)
  return string.byte(record, 1) == VERSION
end

local function is_current(record, hash)
  return string.sub(record, 42, 73) == hash
end

local function is_previous(record, hash, now)
  return string.sub(record, 74, 105) == hash and now < struct.unpack('>I8', record, 106)
end

-- 0 when it is of an unknown version.
local function replay_deadline(replay)
  return is_known(replay) and struct.unpack('>I8', replay, 2) or 0
end

-- A key lives until the latest deadline inside; this never shortens its life.
local function keep_until(key, deadline, now)
  local left = redis.call('PTTL', key)
  if left < 0 or now + left < deadline then
    redis.call('PEXPIREAT', key, deadline)
  end
end

-- Tells the feed that sessions of one user have ended, and why; refs are 16 bytes each.
local function publish(channel, reason, now, user, refs)
  redis.call('PUBLISH', channel, struct.pack('>BBI8', 1, reason, now) .. user .. refs)
end
