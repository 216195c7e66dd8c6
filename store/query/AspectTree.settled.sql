-- As AspectTree, from the tallies where they hold and from the mentions of the hours where they do not. Aspects by source
-- are tallied as "aspect\x1Fsource"; some sources together are the sum of them, since a mention has one.
SELECT
    name, col,
{{moved}}
FROM (
    SELECT
        multiIf(dimension = 'source', '', dimension = 'aspect-source', splitByChar('\x1F', toString(element))[1], toString(element)) AS name,
        multiIf({by:String} = 'brand', toString(brand), {by:String} = '', '', dimension = 'source', toString(element), splitByChar('\x1F', toString(element))[2]) AS col,
        hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        tallies.n AS part, tallies.negative AS bad, tallies.positive AS good
    FROM tallies FINAL
    WHERE dimension IN {dimensions:Array(String)} AND tallies.n > 0 AND {{held}}
        AND (empty({sources:Array(String)}) OR if(dimension = 'source', toString(element), splitByChar('\x1F', toString(element))[2]) IN {sources:Array(String)})
    UNION ALL
    SELECT name, col, now, count(), countIf(sentiment = 'negative'), countIf(sentiment = 'positive')
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
            PREWHERE {{near}}
            WHERE {{filter}}
        )
    )
    GROUP BY name, col, now
)
GROUP BY name, col
ORDER BY n DESC, before DESC, name, col
