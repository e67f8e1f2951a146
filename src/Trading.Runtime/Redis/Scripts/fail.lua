-- Notes that a copy lives and failed on an entry: it passes into nobody's hand, and waits as long as it has waited already.
-- KEYS  inbox
-- ARGV  group, entry, deliveries, the consumer that stands for failures
-- Returns 1, or 0 when the entry is gone or has been handed to another copy meanwhile.
local held = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)[1]
if not held or held[4] ~= tonumber(ARGV[3]) then return 0 end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[4], 0, ARGV[2], 'IDLE', held[3], 'RETRYCOUNT', held[4], 'JUSTID')
return 1
