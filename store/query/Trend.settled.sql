-- As Trend, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT
    intDiv(toUnixTimestamp(at) * 1000 - {from:Int64}, {step:Int64}) AS bucket,
    sum(n) AS total, sum(negative), sum(neutral), sum(positive), sum(complaints)
FROM (
    SELECT hour AS at, n, negative, neutral, positive, complaints
    FROM tallies FINAL
    WHERE {{settled}} AND n > 0
    UNION ALL
    SELECT
        toStartOfHour(published_at, 'UTC') AS at,
        count(), countIf(sentiment = 'negative'), countIf(sentiment = 'neutral'), countIf(sentiment = 'positive'), countIf(complaint)
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY at
)
GROUP BY bucket
SETTINGS max_threads = 1 -- a page asks ten such questions at once
