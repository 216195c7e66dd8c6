-- How much of what belonged to posts that are gone is older than a moment.
SELECT (SELECT count() FROM readings WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') AND post_id GLOBAL NOT IN (SELECT id FROM mentions))
     + (SELECT count() FROM observations WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC') AND post_id GLOBAL NOT IN (SELECT id FROM mentions))
     + (SELECT count() FROM discoveries WHERE found_at < fromUnixTimestamp64Milli({before:Int64}, 'UTC'))
