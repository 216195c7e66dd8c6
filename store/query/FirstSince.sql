-- When the first post was published that is known at all, from a moment on; 1970 when there is none.
SELECT min(published_at)
FROM mentions
WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND precision != 'none'
