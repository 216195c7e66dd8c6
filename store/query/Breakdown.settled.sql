-- As Topics, Aspects, Keywords, Sources, Stores and Brands, from the tallies where they hold and from the mentions of the hours
-- where they do not.
SELECT
    name,
    sumIf(part, now) AS n,
    sumIf(bad, now) AS negative,
    sumIf(calm, now) AS neutral,
    sumIf(good, now) AS positive,
    sumIf(complaining, now) AS complaints,
    sumIf(part, NOT now) AS before
FROM (
    SELECT
        if({by:String} = 'brand', toString(brand), toString(element)) AS name, hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        tallies.n AS part, tallies.negative AS bad, tallies.neutral AS calm, tallies.positive AS good, tallies.complaints AS complaining
    FROM tallies FINAL
    WHERE {{settled}} AND tallies.n > 0
    UNION ALL
    SELECT
        piece.1 AS name, now, count(), countIf(piece.2 = 'negative'), countIf(piece.2 = 'neutral'), countIf(piece.2 = 'positive'), countIf(complaint)
    FROM (
        SELECT
            toString(sentiment) AS feels,
            arrayJoin(multiIf(
                {by:String} = 'topic', arrayMap(t -> (toString(t), feels), arrayDistinct(topics)),
                {by:String} = 'keyword', arrayMap(k -> (k, feels), arrayDistinct(keywords)),
                {by:String} = 'aspect', arrayMap(a -> (toString(a), multiIf(
                    arrayExists((s, n) -> n = a AND s = 'negative', `aspects.sentiment`, `aspects.name`), 'negative',
                    arrayExists((s, n) -> n = a AND s = 'positive', `aspects.sentiment`, `aspects.name`), 'positive', 'neutral')), arrayDistinct(`aspects.name`)),
                [(multiIf({by:String} = 'source', toString(source), {by:String} = 'platform', toString(platform),
                    {by:String} = 'region', toString(region), {by:String} = 'store', toString(store), toString(brand)), feels)]
            )) AS piece,
            complaint, published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
        FROM mentions FINAL
        WHERE {{filter}} AND {{loose}}
    )
    GROUP BY name, now
)
WHERE {by:String} NOT IN ('brand', 'store') OR name != ''
GROUP BY name
HAVING n > 0 OR before > 0
ORDER BY n DESC, before DESC, name
LIMIT {limit:UInt32}
