// What Redis does in one step. A script runs alone: nobody sees a message without its history, or two with one offset.
// The keys of a room share the tag {room}, so that they lie together on a cluster, and the first line makes a cluster
// check that we name each of them.

/** Where a room stands outlives what was said in it: who missed nothing for weeks is told so. */
const metaMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Offset, history, relay, in this order. A message that was already taken (its sender did not hear of it) is named again,
 * and nothing else happens. Where the room has no history a new life of it begins, with an epoch of its own.
 * The tag is proof of its place: random letters, and a digest of these, the epoch and the offset under a secret.
 * KEYS meta log seen · ARGV channel body random newEpoch keepCount keepMs seenMs tagKey
 */
export const publish = `#!lua
local meta, log, seen = KEYS[1], KEYS[2], KEYS[3]
local before = redis.call('GET', seen)
if before then return {tonumber(before), 1} end
local epoch, prev = redis.call('HGET', meta, 'epoch'), redis.call('HGET', meta, 'tag') or ''
if not epoch then
  epoch = ARGV[4]
  prev = ''
  redis.call('DEL', meta, log)
  redis.call('HSET', meta, 'epoch', epoch)
end
redis.call('PEXPIRE', meta, ${metaMs})
local o = redis.call('HINCRBY', meta, 'o', 1)
local tag = ARGV[3] .. string.sub(redis.sha1hex(ARGV[8] .. epoch .. o .. ARGV[3]), 1, 8)
redis.call('HSET', meta, 'tag', tag)
local now = redis.call('TIME')
local entry = '{"o":' .. o .. ',"prev":"' .. prev .. '","tag":"' .. tag .. '","ts":' ..
  now[1] * 1000 + math.floor(now[2] / 1000) .. ',' .. ARGV[2]
redis.call('XADD', log, 'MAXLEN', '=', ARGV[5], o .. '-0', 'e', entry)
redis.call('PEXPIRE', log, ARGV[6])
redis.call('SET', seen, o, 'PX', ARGV[7])
redis.call('PUBLISH', ARGV[1], 'm ' .. epoch .. ' ' .. o .. ' ' .. prev .. ' ' .. tag .. ' ' .. entry)
return {o, 0}`;

/** For tests, as it must not be: it is told, and kept in a second step. */
export const relayFirst = publish
  .split('\n')
  .filter((line) => !line.includes('XADD'))
  .join('\n')
  .replace('return {o, 0}', 'return {o, 0, entry}');

/**
 * Where the history stands, and what follows an offset: all of it up to a limit, or the last page (offset -1).
 * A room that has no epoch is given one, so that there is no position without.
 * KEYS meta log · ARGV newEpoch after count
 */
export const read = `#!lua
redis.call('HSETNX', KEYS[1], 'epoch', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ${metaMs})
local at = redis.call('HMGET', KEYS[1], 'epoch', 'o', 'tag')
local found
if ARGV[2] == '-1' then
  found = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', ARGV[3])
else
  found = redis.call('XRANGE', KEYS[2], '(' .. ARGV[2] .. '-0', '+', 'COUNT', ARGV[3])
end
local entries = {}
for i, one in ipairs(found) do entries[i] = one[2][2] end
return {at[1], tonumber(at[2] or 0), at[3] or '', entries}`;

/**
 * A server that knows of messages which the history no longer has begins a new life of it: whoever comes with a position
 * in the old one, today or tomorrow, is told. Only the first server that finds out does it.
 * KEYS meta · ARGV channel oldEpoch newEpoch
 */
export const renew = `#!lua
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'epoch', ARGV[3])
redis.call('PUBLISH', ARGV[1], 'r')
return 1`;

/**
 * In a room with more people nobody is told of each who comes and goes: that would be as many frames as there are pairs
 * of people.
 */
const tellsUpTo = 300;
const isNews = `redis.call('HLEN', KEYS[2]) <= ${tellsUpTo} and 1 or 0`;

/** Sits down a connection; 1 when others are to hear of its user. KEYS seats users · ARGV connection user */
export const enter = `#!lua
if redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
if redis.call('HINCRBY', KEYS[2], ARGV[2], 1) > 1 then return 0 end
return ${isNews}`;

/** The opposite. Whoever comes second, the server itself or who cleans up after it, gets 0. */
export const exit = `#!lua
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
if redis.call('HINCRBY', KEYS[2], ARGV[2], -1) > 0 then return 0 end
redis.call('HDEL', KEYS[2], ARGV[2])
return ${isNews}`;

/**
 * Renews the lease of a server and names those whose lease ran out. 1 when it is new here, or was taken for dead.
 * KEYS servers · ARGV server leaseMs
 */
export const lease = `#!lua
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local added = redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return {added, redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. now)}`;
