-- Takes an entry out of its inbox: to the dead letters, or nowhere when its message was handled after all.
-- KEYS  handled records, inbox, dead letters
-- ARGV  group, entry, error, deliveries, name of the inbox
-- Returns 1 when it was buried.
local inbox, group, entry = KEYS[2], ARGV[1], ARGV[2]
local found = redis.call('XRANGE', inbox, entry, entry)
local buried = 0
if #found > 0 then
  local fields = {}
  for i = 1, #found[1][2], 2 do fields[found[1][2][i]] = found[1][2][i + 1] end
  if not (fields.id and redis.call('ZSCORE', KEYS[1], fields.id)) then
    redis.call('XADD', KEYS[3], '*', 'inbox', ARGV[5], 'entry', entry, 'deliveries', ARGV[4], 'error', ARGV[3],
      'id', fields.id or '', 'message', fields.message or '')
    buried = 1
  end
end
redis.call('XACK', inbox, group, entry)
redis.call('XDEL', inbox, entry)
return buried
