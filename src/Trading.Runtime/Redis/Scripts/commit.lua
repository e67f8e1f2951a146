-- Stores a step at once or not at all. Every check comes before the first write, because a script is not rolled back.
-- KEYS  handled records, inbox, state of each write, inbox of each hearer
-- ARGV  group, entry or '', message or '', records to keep or '' when none are to be forgotten now, how long they are kept (ms),
--       writes, hearers, messages,
--       then for each write: expected version, next version, JSON, how long it is kept (ms) or '' for ever
--       then for each hearer: the channel of its bell
--       then for each message: id, JSON, channel of its event, how many hear it, the place of each hearer
-- Returns 0 committed, and each entry that was put into an inbox, in order; or 1 handled before; or 2 conflict.
local call = redis.call
local handled, inbox = KEYS[1], KEYS[2]
local group, entry, message = ARGV[1], ARGV[2], ARGV[3]
local writes, hearers, messages = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local at = 9

local function drop()
  call('XACK', inbox, group, entry)
  call('XDEL', inbox, entry)
end

if writes > 0 then
  if message ~= '' and call('ZSCORE', handled, message) then
    drop()
    return {1}
  end
  for i = 1, writes do
    if (call('HGET', KEYS[2 + i], 'version') or '0') ~= ARGV[at] then return {2} end
    at = at + 4
  end
  at = 9
end
if message ~= '' then
  -- The time of the record is that of the entry, which is the server's.
  local time = string.match(entry, '^%d+')
  if call('ZADD', handled, 'NX', time, message) == 0 then
    drop()
    return {1}
  end
  if ARGV[4] ~= '' then
    call('ZREMRANGEBYSCORE', handled, '-inf', tonumber(time) - tonumber(ARGV[5]))
    call('ZREMRANGEBYRANK', handled, 0, -1 - tonumber(ARGV[4]))
  end
  drop()
end
for i = 1, writes do
  call('HSET', KEYS[2 + i], 'version', ARGV[at + 1], 'value', ARGV[at + 2])
  -- What goes on again after it had ended is kept like everything that goes on.
  if ARGV[at + 3] == '' then call('PERSIST', KEYS[2 + i]) else call('PEXPIRE', KEYS[2 + i], ARGV[at + 3]) end
  at = at + 4
end
local bells = at
at = at + hearers
local answer = {0}
for _ = 1, messages do
  local hearing = tonumber(ARGV[at + 3])
  for i = 1, hearing do
    answer[#answer + 1] = call('XADD', KEYS[2 + writes + tonumber(ARGV[at + 3 + i])], '*', 'id', ARGV[at], 'message', ARGV[at + 1])
  end
  call('PUBLISH', ARGV[at + 2], ARGV[at + 1])
  at = at + 4 + hearing
end
for i = 0, hearers - 1 do call('PUBLISH', ARGV[bells + i], '') end
return answer
