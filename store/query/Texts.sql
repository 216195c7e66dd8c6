-- The normalised texts of a window, oldest first, each near-equal text once a brand: copies make no word common.
SELECT id, brand, published_at, norm, title, text, sentiment, topics
FROM mentions FINAL
WHERE {{filter}}
ORDER BY published_at, id, brand
LIMIT 1 BY brand, if(cluster != 0, cluster, if(fingerprint != 0, fingerprint, cityHash64(id)))
LIMIT {limit:UInt32}
