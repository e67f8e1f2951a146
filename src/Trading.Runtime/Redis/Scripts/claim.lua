-- Hands out one entry that somebody heard of by another way than this group, such as a trigger with a group of its own.
-- KEYS  handled records, inbox, canaries
-- ARGV  group, consumer, entry, name of the inbox
-- Returns JSON or false, and deliveries; nothing when it is gone, was handled, is a canary, or another copy has it in hand.
local handled, inbox, canaries = KEYS[1], KEYS[2], KEYS[3]
local group, consumer, entry = ARGV[1], ARGV[2], ARGV[3]

local found = redis.call('XRANGE', inbox, entry, entry)
if #found == 0 then return false end
local fields = {}
for i = 1, #found[1][2], 2 do fields[found[1][2][i]] = found[1][2][i + 1] end
if fields.canary then
  local time = redis.call('TIME')
  redis.call('HSET', canaries, 'seen:' .. ARGV[4], time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('HDEL', canaries, 'sent:' .. ARGV[4])
end
redis.pcall('XGROUP', 'CREATE', inbox, group, '0', 'MKSTREAM')
if fields.canary or (fields.id and redis.call('ZSCORE', handled, fields.id)) then
  redis.call('XACK', inbox, group, entry)
  redis.call('XDEL', inbox, entry)
  return false
end
if #redis.call('XPENDING', inbox, group, entry, entry, 1) > 0 then return false end
redis.call('XCLAIM', inbox, group, consumer, 0, entry, 'RETRYCOUNT', 1, 'FORCE', 'JUSTID')
return {fields.message or false, 1}
