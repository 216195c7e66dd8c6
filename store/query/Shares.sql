-- By element of some dimensions: mentions in the window, and in the baseline, which may lie anywhere before it. The
-- dimension '' holds everything once. Authors whose followers nobody knows are of no tier.
SELECT
    piece.1 AS dimension,
    piece.2 AS element,
    countIf(published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')) AS n,
    countIf(published_at < fromUnixTimestamp64Milli({base_to:Int64}, 'UTC')) AS base
FROM (
    SELECT
        published_at,
        arrayJoin(arrayConcat(
            [('', '')],
            if(has({dimensions:Array(String)}, 'topic'), arrayMap(t -> ('topic', toString(t)), arrayDistinct(topics)), []),
            if(has({dimensions:Array(String)}, 'platform'), [('platform', toString(platform))], []),
            if(has({dimensions:Array(String)}, 'source'), [('source', toString(source))], []),
            if(has({dimensions:Array(String)}, 'store'), [('store', toString(store))], []),
            if(has({dimensions:Array(String)}, 'region'), [('region', toString(region))], []),
            if(has({dimensions:Array(String)}, 'tier'), [('tier', multiIf(
                author_followers < 0, '', author_followers < 1000, 'nano', author_followers < 10000, 'micro',
                author_followers < 100000, 'mid', author_followers < 1000000, 'macro', 'mega'))], [])
        )) AS piece
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY dimension, element
ORDER BY dimension, n DESC, element
