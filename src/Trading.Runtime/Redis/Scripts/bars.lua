-- Keeps bars, each in the place of what was known of its time, and forgets the oldest.
-- KEYS  bars
-- ARGV  how many are kept, then for each bar: its end (ms), itself
for i = 2, #ARGV, 2 do
  redis.call('ZREMRANGEBYSCORE', KEYS[1], ARGV[i], ARGV[i])
  redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1])
end
return redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[1]))
