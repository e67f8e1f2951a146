-- Puts a canary into an inbox, unless the last is still in it. When the first that was not seen was put in is kept.
-- KEYS  canaries, inbox
-- ARGV  name of the inbox, the channel of its bell
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local name = ARGV[1]
local known = redis.call('HMGET', KEYS[1], 'sent:' .. name, 'entry:' .. name)
if known[1] and known[2] and #redis.call('XRANGE', KEYS[2], known[2], known[2]) > 0 then return 0 end
local entry = redis.call('XADD', KEYS[2], '*', 'canary', '1')
redis.call('HSET', KEYS[1], 'entry:' .. name, entry)
if not known[1] then redis.call('HSET', KEYS[1], 'sent:' .. name, now) end
redis.call('PUBLISH', ARGV[2], '')
return 1
