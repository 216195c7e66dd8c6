-- The hours in which anything of these posts is stored.
SELECT DISTINCT toInt64(toUnixTimestamp(toStartOfHour(published_at, 'UTC'))) AS hour FROM mentions WHERE id IN {ids:Array(String)} ORDER BY hour
