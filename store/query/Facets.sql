-- How the mentions of a filter fall apart by everything that has one value, in one pass.
SELECT
    multiIf(grouping(brand) = 0, 'brand', grouping(source) = 0, 'source', grouping(platform) = 0, 'platform', grouping(sentiment) = 0, 'sentiment',
        grouping(intent) = 0, 'intent', grouping(emotion) = 0, 'emotion', grouping(grade) = 0, 'severity', grouping(region) = 0, 'region', grouping(city) = 0, 'city', grouping(store) = 0, 'store',
        grouping(heard) = 0, 'tier', 'complaint') AS facet,
    multiIf(facet = 'brand', if(toString(brand) = '', '-', toString(brand)), facet = 'source', toString(source), facet = 'platform', toString(platform), facet = 'sentiment', toString(sentiment),
        facet = 'intent', toString(intent), facet = 'emotion', toString(emotion), facet = 'severity', toString(grade), facet = 'region', toString(region), facet = 'city', toString(city), facet = 'store', toString(store),
        facet = 'tier', heard, toString(complaint)) AS value,
    sum(n) AS total, sum(bad) AS negative
FROM (
    SELECT
        brand, source, platform, sentiment, intent, emotion, severity AS grade, region, city, store, {{tier}} AS heard, complaint,
        count() AS n, countIf(sentiment = 'negative') AS bad
    FROM mentions FINAL
    WHERE {{filter}}
    GROUP BY brand, source, platform, sentiment, intent, emotion, grade, region, city, store, heard, complaint
)
GROUP BY GROUPING SETS ((brand), (source), (platform), (sentiment), (intent), (emotion), (grade), (region), (city), (store), (heard), (complaint))
HAVING value != ''
ORDER BY facet, total DESC, value
LIMIT {limit:UInt32} BY facet
