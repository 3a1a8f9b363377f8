-- Adds one session to its user's hash, within the limit, unless the same request was answered before.
-- KEYS[1] the user's hash
-- ARGV    1 field, 2 ttl ms, 3 idle ttl ms, 4 SHA-256 of the secret, 5 the record from offset 153 on,
--         6 most sessions, 7 at the limit: 1 evict the oldest, 0 refuse, 8 the feed's channel, 9 the user's reference,
--         10 the replay's field or nothing, 11 SHA-256 of the request, 12 the sealed secret, 13 life of the replay ms
-- Returns {1, created, absolute, idle, idle ttl, last extended, evicted}; {0} when the field is taken; {5} when the replay is of
-- another request; {6} when the replay's session has ended; {7, the five times, session's reference, sealed secret, SHA-256 of
-- the current secret} for a replay; {8} at the limit; {4} when the replay's record is of an unknown version.
local MOST_REPLAYS = 100
local now = clock()
local sessions, replays, count, replay = {}, {}, 0, nil

local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local field, value = fields[i], fields[i + 1]
  local kind = string.sub(field, 1, 1)
  if kind == 's' and not is_known(value) then
    -- Of another release: it counts, and is left alone.
    count = count + 1
  elseif kind == 's' then
    local created, _, idle = struct.unpack('>I8I8I8', value, 2)
    if idle <= now then
      redis.call('HDEL', KEYS[1], field)
    else
      count = count + 1
      sessions[#sessions + 1] = {field, created}
    end
  elseif kind == 'i' and is_known(value) then
    local deadline = replay_deadline(value)
    if deadline <= now then
      redis.call('HDEL', KEYS[1], field)
    else
      replays[#replays + 1] = {field, deadline}
      if field == ARGV[10] then
        replay = value
      end
    end
  end
end

if replay then
  if string.sub(replay, 10, 41) ~= ARGV[11] then
    return {5}
  end
  local ref = string.sub(replay, 42, 57)
  local record = redis.call('HGET', KEYS[1], 's' .. ref)
  if not record then
    return {6}
  end
  if not is_known(record) then
    return {4}
  end
  local created, absolute, idle, idle_ttl, extended = struct.unpack('>I8I8I8I8I8', record, 2)
  return {7, created, absolute, idle, idle_ttl, extended, ref, string.sub(replay, 58), string.sub(record, 42, 73)}
end

local most = tonumber(ARGV[6])
if count >= most and ARGV[7] ~= '1' then
  return {8}
end
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return {0}
end

local function older(a, b)
  if a[2] ~= b[2] then
    return a[2] < b[2]
  end
  return a[1] < b[1]
end

local evicted = ''
if count >= most then
  table.sort(sessions, older)
  for i = 1, math.min(count - most + 1, #sessions) do
    redis.call('HDEL', KEYS[1], sessions[i][1])
    evicted = evicted .. string.sub(sessions[i][1], 2)
  end
end

local absolute = now + tonumber(ARGV[2])
local idle_ttl = tonumber(ARGV[3])
local idle = math.min(now + idle_ttl, absolute)
redis.call('HSET', KEYS[1], ARGV[1], struct.pack('>BI8I8I8I8I8', VERSION, now, absolute, idle, idle_ttl, now)
  .. ARGV[4] .. string.rep('\0', 80) .. ARGV[5])

local last = idle
if ARGV[10] ~= '' then
  -- The hash stays bounded, and not by the sessions: a user of one session signs in more often than that.
  table.sort(replays, older)
  for i = 1, #replays - MOST_REPLAYS + 1 do
    redis.call('HDEL', KEYS[1], replays[i][1])
  end
  local deadline = now + tonumber(ARGV[13])
  redis.call('HSET', KEYS[1], ARGV[10],
    struct.pack('>BI8', VERSION, deadline) .. ARGV[11] .. string.sub(ARGV[1], 2) .. ARGV[12])
  last = math.max(idle, deadline)
end
keep_until(KEYS[1], last, now)
if evicted ~= '' then
  publish(ARGV[8], 3, now, ARGV[9], evicted)
end
return {1, now, absolute, idle, idle_ttl, now, #evicted / 16}
