-- How many mentions of a filter each hour holds, newest first.
SELECT toInt64(toUnixTimestamp(toStartOfHour(published_at, 'UTC'))) AS hour, count() AS n
FROM mentions FINAL
WHERE {{filter}}
GROUP BY hour
ORDER BY hour DESC
