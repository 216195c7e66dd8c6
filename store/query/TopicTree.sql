-- Topics, their groups ("卫生-") and all mentions (""): a mention counts once for each of them, however many topics of
-- a group it has.
SELECT
    name,
{{outcome}}
FROM (
    SELECT
        arrayJoin(arrayDistinct(arrayConcat([''], CAST(topics, 'Array(String)'),
            arrayMap(t -> substring(t, 1, position(t, '-')), arrayFilter(t -> position(t, '-') > 1, CAST(topics, 'Array(String)')))))) AS name,
        sentiment,
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
