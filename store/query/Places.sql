-- By province, city and source, each mention once; '' is what names none.
SELECT
    toString(region) AS province,
    toString(city) AS town,
    toString(source) AS origin,
{{outcome}},
    countIf(now AND complaint) AS complaints
FROM (
    SELECT region, city, source, sentiment, complaint,
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY province, town, origin
ORDER BY n DESC, before DESC, province, town, origin
LIMIT {limit:UInt32}
