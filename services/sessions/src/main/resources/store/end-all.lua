-- Ends every session of a user, whatever release wrote it, or every other one. Replays go too.
-- KEYS[1] the user's hash
-- ARGV    1 the field to keep, or nothing, 2 the feed's channel, 3 the user's reference
-- Returns {1, how many were ended}.
local now = clock()
local kept = ARGV[1] ~= '' and redis.call('HGET', KEYS[1], ARGV[1])
local ended = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 1) == 's' and field ~= ARGV[1] then
    ended[#ended + 1] = string.sub(field, 2)
  end
  if kept and field ~= ARGV[1] then
    redis.call('HDEL', KEYS[1], field)
  end
end
if not kept then
  redis.call('DEL', KEYS[1])
elseif is_known(kept) then
  local _, _, idle = struct.unpack('>I8I8I8', kept, 2)
  redis.call('PEXPIREAT', KEYS[1], math.max(idle, now + 1))
end
if #ended > 0 then
  publish(ARGV[2], 2, now, ARGV[3], table.concat(ended))
end
return {1, #ended}
