-- Stores a step at once or not at all. Every check comes before the first write, because a script is not rolled back.
-- KEYS  handled records, inbox, state of each write, inbox of each hearer
-- ARGV  group, entry or '', message or '', how long (ms) and how many records are kept, writes, hearers, messages,
--       then for each write: expected version, next version, JSON
--       then for each hearer: the channel of its bell
--       then for each message: id, JSON, channel of its event, how many hear it, the place of each hearer
-- Returns 0 committed, 1 handled before, 2 conflict.
local handled, inbox = KEYS[1], KEYS[2]
local group, entry, message = ARGV[1], ARGV[2], ARGV[3]
local writes, hearers, messages = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])

if message ~= '' and redis.call('ZSCORE', handled, message) then
  redis.call('XACK', inbox, group, entry)
  redis.call('XDEL', inbox, entry)
  return 1
end
local at = 9
for i = 1, writes do
  if (redis.call('HGET', KEYS[2 + i], 'version') or '0') ~= ARGV[at] then return 2 end
  at = at + 3
end

at = 9
for i = 1, writes do
  redis.call('HSET', KEYS[2 + i], 'version', ARGV[at + 1], 'value', ARGV[at + 2])
  at = at + 3
end
local bells = at
at = at + hearers
local rung = {}
for _ = 1, messages do
  local hearing = tonumber(ARGV[at + 3])
  for i = 1, hearing do
    local hearer = tonumber(ARGV[at + 3 + i])
    redis.call('XADD', KEYS[2 + writes + hearer], '*', 'id', ARGV[at], 'message', ARGV[at + 1])
    rung[hearer] = true
  end
  redis.call('PUBLISH', ARGV[at + 2], ARGV[at + 1])
  at = at + 4 + hearing
end
if message ~= '' then
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  redis.call('ZADD', handled, now, message)
  redis.call('ZREMRANGEBYSCORE', handled, '-inf', now - tonumber(ARGV[4]))
  redis.call('ZREMRANGEBYRANK', handled, 0, -1 - tonumber(ARGV[5]))
  redis.call('XACK', inbox, group, entry)
  redis.call('XDEL', inbox, entry)
end
for hearer = 1, hearers do
  if rung[hearer] then redis.call('PUBLISH', ARGV[bells + hearer - 1], '') end
end
return 0
