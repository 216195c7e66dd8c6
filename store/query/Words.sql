-- Keywords of some mentions and of those they are compared with: those before, or those of other brands. The word ""
-- counts all mentions, so that shares can be told.
SELECT
    name,
{{outcome}}
FROM (
    SELECT
        arrayJoin(arrayDistinct(arrayConcat([''], keywords))) AS name, sentiment,
        if(empty({mine:Array(String)}), published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC'), brand IN {mine:Array(String)}) AS now
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY name
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
