-- Hands out what nobody was given yet. What was handled before is dropped here, and a canary is noted as seen.
-- KEYS  handled records, inbox, canaries
-- ARGV  group, consumer, most, name of the inbox
-- Returns how many entries were read, then for each to be handled: entry, JSON or false, whether another of the batch is the same.
local handled, inbox, canaries = KEYS[1], KEYS[2], KEYS[3]
local group, consumer = ARGV[1], ARGV[2]

local function read()
  return redis.pcall('XREADGROUP', 'GROUP', group, consumer, 'COUNT', ARGV[3], 'STREAMS', inbox, '>')
end

local answer = read()
if answer and answer.err then
  if string.sub(answer.err, 1, 7) ~= 'NOGROUP' then return answer end
  redis.call('XGROUP', 'CREATE', inbox, group, '0', 'MKSTREAM')
  answer = read()
end
if not answer then return {0} end

local entries = answer[1][2]
local taken, ids = {#entries}, {}
for _, entry in ipairs(entries) do
  local fields = {}
  for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
  if fields.canary then
    local time = redis.call('TIME')
    redis.call('HSET', canaries, 'seen:' .. ARGV[4], time[1] * 1000 + math.floor(time[2] / 1000))
    redis.call('HDEL', canaries, 'sent:' .. ARGV[4])
  end
  if fields.canary or (fields.id and redis.call('ZSCORE', handled, fields.id)) then
    redis.call('XACK', inbox, group, entry[1])
    redis.call('XDEL', inbox, entry[1])
  else
    taken[#taken + 1] = entry[1]
    taken[#taken + 1] = fields.message or false
    taken[#taken + 1] = (fields.id and ids[fields.id]) and 1 or 0
    if fields.id then ids[fields.id] = true end
  end
end
return taken
