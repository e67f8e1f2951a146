-- Hands out again what was given to somebody and not handled in time, and for the first time what lies in the inbox for long,
-- whatever any group says of it. The stream is the truth: an entry that is in it is not handled. Looks at one page of it.
-- KEYS  handled records, inbox
-- ARGV  group, consumer, most, where to begin, page, first wait and longest wait (ms), the consumer that stands for failures
-- Returns where the next page begins or '', then for each entry to be handled: entry, JSON or false, deliveries, same as another.
local handled, inbox = KEYS[1], KEYS[2]
local group, consumer, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
local first, longest = tonumber(ARGV[6]), tonumber(ARGV[7])
-- So often may copies die, or be slow, with an entry in hand before it is the entry's fault.
local FORGIVEN = 4
-- A consumer that holds nothing and has asked for nothing for so many of the longest waits is gone.
local FORGOTTEN = 12

local function parts(id)
  local dash = string.find(id, '-', 1, true)
  return tonumber(string.sub(id, 1, dash - 1)), tonumber(string.sub(id, dash + 1))
end

local function later(left, right)
  local leftTime, leftPlace = parts(left)
  local rightTime, rightPlace = parts(right)
  return leftTime > rightTime or (leftTime == rightTime and leftPlace > rightPlace)
end

local function field(list, name)
  for i = 1, #list, 2 do
    if list[i] == name then return list[i + 1] end
  end
end

local function after(held)
  local wait, deliveries = first, held.deliveries
  if held.consumer ~= ARGV[8] then
    deliveries = deliveries <= FORGIVEN and math.min(deliveries, 2) or deliveries - FORGIVEN + 2
  end
  for _ = 2, deliveries do
    if wait >= longest then break end
    wait = wait * 2
  end
  return math.min(wait, longest)
end

local made = redis.pcall('XGROUP', 'CREATE', inbox, group, '0', 'MKSTREAM')
if made.err and string.sub(made.err, 1, 9) ~= 'BUSYGROUP' then return made end

-- Where the clock of the server went back, ids run ahead of it and age says nothing: then all is old enough.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local newest = field(redis.call('XINFO', 'STREAM', inbox), 'last-generated-id')
local cutoff = parts(newest) > now and '+' or string.format('%.0f', math.max(0, now - first))
local delivered = '0-0'
for _, one in ipairs(redis.call('XINFO', 'GROUPS', inbox)) do
  if field(one, 'name') == group then delivered = field(one, 'last-delivered-id') end
end

-- Copies have names of their own, so that the names of those that are gone would pile up.
for _, one in ipairs(redis.call('XINFO', 'CONSUMERS', inbox, group)) do
  if field(one, 'pending') == 0 and field(one, 'idle') > FORGOTTEN * longest then redis.call('XGROUP', 'DELCONSUMER', inbox, group, field(one, 'name')) end
end

local page = redis.call('XRANGE', inbox, ARGV[4], cutoff, 'COUNT', ARGV[5])
if #page == 0 then return {''} end
local pending = {}
for _, one in ipairs(redis.call('XPENDING', inbox, group, page[1][1], page[#page][1], #page * 2)) do
  pending[one[1]] = {consumer = one[2], idle = one[3], deliveries = one[4]}
end

local due, unread, last = {}, 0, nil
for _, entry in ipairs(page) do
  if #due == most then break end
  last = entry
  local held = pending[entry[1]]
  if not held or held.idle >= after(held) then due[#due + 1] = entry end
  if later(entry[1], delivered) then unread = unread + 1 end
end
if unread > 0 then
  -- Read, so that it is not handed out as new as well. Reading resets what was known of an entry that was claimed unread.
  redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', unread, 'STREAMS', inbox, '>')
  for id, held in pairs(pending) do
    if later(id, delivered) and not later(id, last[1]) then
      redis.call('XCLAIM', inbox, group, consumer, 0, id, 'IDLE', held.idle, 'RETRYCOUNT', held.deliveries, 'FORCE', 'JUSTID')
    end
  end
end

local full = #due == most and last ~= page[#page] or #page == tonumber(ARGV[5])
local taken, ids = {full and ('(' .. last[1]) or ''}, {}
for _, entry in ipairs(due) do
  local id = field(entry[2], 'id')
  if field(entry[2], 'canary') or (id and redis.call('ZSCORE', handled, id)) then
    redis.call('XACK', inbox, group, entry[1])
    redis.call('XDEL', inbox, entry[1])
  else
    local deliveries = (pending[entry[1]] and pending[entry[1]].deliveries or 0) + 1
    redis.call('XCLAIM', inbox, group, consumer, 0, entry[1], 'RETRYCOUNT', deliveries, 'FORCE', 'JUSTID')
    taken[#taken + 1] = entry[1]
    taken[#taken + 1] = field(entry[2], 'message') or false
    taken[#taken + 1] = deliveries
    taken[#taken + 1] = (id and ids[id]) and 1 or 0
    if id then ids[id] = true end
  end
end
return taken
