-- Ends every session of a user, whatever release wrote it, or every other one. Replays stay for their time: a create that is
-- repeated late is told that its session has ended, and does not make another one.
-- KEYS[1] the user's hash
-- ARGV    1 the field to keep, or nothing, 2 the feed's channel, 3 the user's reference
-- Returns {1, how many were ended}.
local now = clock()
local kept = ARGV[1] ~= '' and redis.call('HGET', KEYS[1], ARGV[1])
local ended, gone, last = {}, {}, 0
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local kind = string.sub(field, 1, 1)
  local deadline = kind == 'i' and replay_deadline(redis.call('HGET', KEYS[1], field)) or 0
  if deadline > now then
    last = math.max(last, deadline)
  elseif field ~= ARGV[1] then
    gone[#gone + 1] = field
    if kind == 's' then
      ended[#ended + 1] = string.sub(field, 2)
    end
  end
end
if not kept and last == 0 then
  redis.call('DEL', KEYS[1])
else
  for _, field in ipairs(gone) do
    redis.call('HDEL', KEYS[1], field)
  end
  if kept and is_known(kept) then
    local _, _, idle = struct.unpack('>I8I8I8', kept, 2)
    last = math.max(last, idle, now + 1)
  end
  -- What is kept of another release keeps the life that the key has.
  if not kept or is_known(kept) then
    redis.call('PEXPIREAT', KEYS[1], last)
  end
end
if #ended > 0 then
  publish(ARGV[2], 2, now, ARGV[3], table.concat(ended))
end
return {1, #ended}
