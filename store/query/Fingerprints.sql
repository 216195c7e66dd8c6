-- The fingerprints heard lately, oldest first, each post once: what copies are recognised by.
-- Of the mentions of a post one that was labelled a copy tells most, then one nothing else kept from that label.
SELECT fingerprint, cluster, id, author_hash, toBool(has(noise, 'copy')) AS copied,
    toBool((complaint OR severity >= 2 OR notEmpty(noise)) AND NOT copied) AS unsure
FROM mentions FINAL
WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fingerprint != 0 AND cluster != 0
ORDER BY fetched_at DESC, id, copied DESC, unsure
LIMIT 1 BY id
LIMIT {limit:UInt32}
