-- Aspects and their groups ("service."), by brand, by source, or all together ("" as the column); all mentions are the
-- aspect "". An aspect named twice in one mention counts once; negative wins over positive, positive over neutral.
SELECT
    name, col,
{{outcome}}
FROM (
    SELECT
        pair.1 AS name,
        multiIf(pair.1 = '', toString(overall), has(pair.2, 'negative'), 'negative', has(pair.2, 'positive'), 'positive', 'neutral') AS sentiment,
        col, now
    FROM (
        SELECT
            arrayMap(a -> toString(a), `aspects.name`) AS names,
            arrayMap(s -> toString(s), `aspects.sentiment`) AS judgements,
            arrayMap(a -> substring(a, 1, position(a, '.')), names) AS groups,
            arrayJoin(arrayConcat([('', emptyArrayString())],
                arrayMap(name -> (name, arrayFilter((s, n) -> n = name, judgements, names)), arrayDistinct(names)),
                arrayMap(name -> (name, arrayFilter((s, g) -> g = name, judgements, groups)), arrayFilter(g -> g != '', arrayDistinct(groups))))) AS pair,
            sentiment AS overall,
            multiIf({by:String} = 'brand', toString(brand), {by:String} = 'source', toString(source), '') AS col,
            published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
        FROM mentions FINAL
        WHERE {{filter}}
    )
)
GROUP BY name, col
ORDER BY n DESC, before DESC, name, col
