-- Mentions by day of the week (1 Monday … 7 Sunday) and hour of the day in a zone. Those of which the site told no hour
-- are day 0.
SELECT
    if({{timed}}, toDayOfWeek(published_at, 0, {timezone:String}), 0) AS weekday,
    if({{timed}}, toHour(published_at, {timezone:String}), 0) AS hour,
    count() AS n,
    countIf(sentiment = 'negative') AS negative,
    countIf(sentiment = 'positive') AS positive
FROM mentions FINAL
WHERE {{filter}}
GROUP BY weekday, hour
ORDER BY weekday, hour
