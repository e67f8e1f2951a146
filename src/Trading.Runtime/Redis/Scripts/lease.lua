-- Takes or keeps a lease for one kind of holder; any number of holders of that kind share it.
-- KEYS  lease
-- ARGV  the kind, how long it lasts (ms)
-- Returns the kind that has it.
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
