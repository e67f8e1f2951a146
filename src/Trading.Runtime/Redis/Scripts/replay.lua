-- Puts a dead letter back into its inbox, as new.
-- KEYS  dead letters, inbox
-- ARGV  letter, the channel of the inbox's bell
-- Returns 1, or 0 when the letter is gone.
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
local fields = {}
for i = 1, #found[1][2], 2 do fields[found[1][2][i]] = found[1][2][i + 1] end
redis.call('XADD', KEYS[2], '*', 'id', fields.id, 'message', fields.message)
redis.call('XDEL', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[2], '')
return 1
