-- Hands out what nobody was given yet. What was handled before is dropped here, and a canary is noted as seen.
-- KEYS  handled records, inbox, canaries
-- ARGV  group, consumer, most, name of the inbox, whether a canary is left to another who reads this inbox ('1'),
--       whether others take entries one by one, ahead of what this group has read ('1')
-- Returns how many entries were read, then for each to be handled: entry, JSON or false, whether another of the batch is the same.
local handled, inbox, canaries = KEYS[1], KEYS[2], KEYS[3]
local group, consumer = ARGV[1], ARGV[2]

-- What was taken ahead is new to the group when it comes to read it, and is handed out as if nobody had it.
local ahead = {}
if ARGV[6] == '1' then
  local groups = redis.pcall('XINFO', 'GROUPS', inbox)
  for _, one in ipairs(groups.err and {} or groups) do
    if one[2] == group then
      for i = 1, #one, 2 do
        if one[i] == 'last-delivered-id' then
          for _, held in ipairs(redis.call('XPENDING', inbox, group, '(' .. one[i + 1], '+', ARGV[3])) do ahead[held[1]] = held end
        end
      end
    end
  end
end

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

local function drop(entry)
  redis.call('XACK', inbox, group, entry)
  redis.call('XDEL', inbox, entry)
end

for _, entry in ipairs(entries) do
  local fields = entry[2]
  local id = fields[1] == 'id' and fields[2]
  local held = ahead[entry[1]]
  if held then
    redis.call('XCLAIM', inbox, group, held[2], 0, entry[1], 'IDLE', held[3], 'RETRYCOUNT', held[4], 'JUSTID')
  elseif fields[1] == 'canary' then
    if ARGV[5] ~= '1' then
      local time = redis.call('TIME')
      redis.call('HSET', canaries, 'seen:' .. ARGV[4], time[1] * 1000 + math.floor(time[2] / 1000))
      redis.call('HDEL', canaries, 'sent:' .. ARGV[4])
      drop(entry[1])
    end
  elseif id and redis.call('ZSCORE', handled, id) then
    drop(entry[1])
  else
    taken[#taken + 1] = entry[1]
    taken[#taken + 1] = id and fields[3] == 'message' and fields[4]
    taken[#taken + 1] = id and ids[id] and 1 or 0
    if id then ids[id] = true end
  end
end
return taken
