-- How the inboxes stand, at one moment.
-- KEYS  canaries, dead letters, inboxes
-- ARGV  group, then the name of each inbox
-- Returns the time (ms), the number of dead letters, then for each inbox: entries, time of the oldest, in hand,
--         when the canary was sent that is not seen, when one was seen last; each -1 where there is none.
local function field(list, name)
  for i = 1, #list, 2 do
    if list[i] == name then return list[i + 1] end
  end
end

local time = redis.call('TIME')
local answer = {time[1] * 1000 + math.floor(time[2] / 1000), redis.call('XLEN', KEYS[2])}
for i = 3, #KEYS do
  local oldest, inHand = -1, 0
  local entries = redis.call('XLEN', KEYS[i])
  if entries > 0 then
    local first = redis.call('XRANGE', KEYS[i], '-', '+', 'COUNT', 1)[1][1]
    oldest = tonumber(string.sub(first, 1, string.find(first, '-', 1, true) - 1))
    for _, one in ipairs(redis.call('XINFO', 'GROUPS', KEYS[i])) do
      if field(one, 'name') == ARGV[1] then inHand = field(one, 'pending') end
    end
  end
  local canary = redis.call('HMGET', KEYS[1], 'sent:' .. ARGV[i - 1], 'seen:' .. ARGV[i - 1])
  for _, value in ipairs({entries, oldest, inHand, tonumber(canary[1] or -1), tonumber(canary[2] or -1)}) do
    answer[#answer + 1] = value
  end
end
return answer
