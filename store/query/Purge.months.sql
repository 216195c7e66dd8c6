-- The months that hold anything older than a moment: how many rows a month has, how many of them are older. Of a
-- mention the latest counts of when it was said, when it was fetched and when we took it in: a file of posts somebody
-- fetched years ago stays as long as one of yesterday. Versions count one by one: all of them lie on the disk.
SELECT toYYYYMM(published_at) AS month, count(), countIf(
    greatest(published_at, fetched_at) < fromUnixTimestamp64Milli({before:Int64}, 'UTC')
    AND id GLOBAL IN (SELECT id FROM identities FINAL WHERE revision < {taken:UInt64})) AS old
FROM mentions
GROUP BY month
HAVING old > 0
ORDER BY month
