-- The hours in which anything is stored.
SELECT DISTINCT toInt64(toUnixTimestamp(toStartOfHour(published_at, 'UTC'))) AS hour FROM mentions ORDER BY hour
