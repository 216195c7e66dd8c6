-- The months that hold anything older than a moment, by the later of when it was said and when it was fetched: how many
-- rows a month has, how many of them are older. Versions count one by one: all of them lie on the disk.
SELECT toYYYYMM(published_at) AS month, count(), countIf(greatest(published_at, fetched_at) < fromUnixTimestamp64Milli({before:Int64}, 'UTC')) AS old
FROM mentions
GROUP BY month
HAVING old > 0
ORDER BY month
