-- The fingerprints heard lately, oldest first, each post once: what copies are recognised by.
SELECT fingerprint, cluster, id, author_hash
FROM mentions FINAL
WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fingerprint != 0 AND cluster != 0
ORDER BY fetched_at DESC, id
LIMIT 1 BY id
LIMIT {limit:UInt32}
