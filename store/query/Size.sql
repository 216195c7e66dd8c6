-- Bytes on the disk and rows of this database, parts not yet merged away included.
SELECT
    replaceRegexpOne(table, '_local$', '') AS name,
    sum(rows) AS rows, sum(bytes_on_disk) AS bytes, sum(data_uncompressed_bytes) AS uncompressed, count() AS parts
FROM system.parts
WHERE database = currentDatabase() AND active
GROUP BY name
ORDER BY bytes DESC
