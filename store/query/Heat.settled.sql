-- As Heat, from the tallies where they hold and from the mentions of the hours where they do not. An hour of the tallies is one
-- of the zone's only where its clocks differ from UTC by whole hours.
SELECT
    weekday, clock AS hour,
    sum(part) AS n, sum(bad) AS negative, sum(good) AS positive
FROM (
    SELECT
        if(dimension = 'timed', toDayOfWeek(tallies.hour, 0, {timezone:String}), 0) AS weekday,
        if(dimension = 'timed', toHour(tallies.hour, {timezone:String}), 0) AS clock,
        tallies.n AS part, tallies.negative AS bad, tallies.positive AS good
    FROM tallies FINAL
    WHERE dimension IN ('timed', 'untimed') AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT
        if({{timed}}, toDayOfWeek(published_at, 0, {timezone:String}), 0) AS weekday,
        if({{timed}}, toHour(published_at, {timezone:String}), 0) AS clock,
        count(), countIf(sentiment = 'negative'), countIf(sentiment = 'positive')
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY weekday, clock
)
GROUP BY weekday, hour
ORDER BY weekday, hour
