-- How many mentions of a filter each hour holds, newest first: what a long reading is cut into.
SELECT toUnixTimestamp64Milli(toDateTime64(toStartOfHour(published_at), 3, 'UTC')) AS hour, count() AS n
FROM mentions FINAL
WHERE {{filter}}
GROUP BY hour
ORDER BY hour DESC
