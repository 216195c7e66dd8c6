-- By element of one dimension: mentions in the window, and in the baseline, which may lie anywhere before it.
SELECT
    toString(arrayJoin(multiIf(
        {dimension:String} = 'topic', arrayDistinct(arrayMap(t -> toString(t), topics)),
        {dimension:String} = 'source', [toString(source)],
        {dimension:String} = 'store', [toString(store)],
        {dimension:String} = 'region', [toString(region)],
        []))) AS element,
    countIf(published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC')) AS n,
    countIf(published_at < fromUnixTimestamp64Milli({base_to:Int64}, 'UTC')) AS base
FROM mentions FINAL
WHERE {{filter}}
GROUP BY element
ORDER BY n DESC, element
