-- How many rows of a month are not older than a moment.
SELECT count() FROM mentions
WHERE toYYYYMM(published_at) = {month:UInt32} AND greatest(published_at, fetched_at) >= fromUnixTimestamp64Milli({before:Int64}, 'UTC')
