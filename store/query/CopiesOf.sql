-- The mentions of a filter whose texts are nearly equal to one another, the first that was said first.
SELECT {{columns}}
FROM mentions FINAL
WHERE {{filter}} AND cluster = {cluster:UInt64}
ORDER BY published_at, id, brand
LIMIT {limit:UInt32}
