-- Takes an entry out of its inbox.
-- KEYS  inbox
-- ARGV  group, entry
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
return redis.call('XDEL', KEYS[1], ARGV[2])
