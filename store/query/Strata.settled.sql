-- As Strata, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT stratum, sum(part) AS n
FROM (
    SELECT concat(brand, '/', element) AS stratum, tallies.n AS part
    FROM tallies FINAL
    WHERE {{settled}}
    UNION ALL
    SELECT concat(brand, '/', sentiment, if(probability < toFloat32({doubt:Float64}), '/unsure', '/sure')) AS stratum, count()
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY stratum
)
GROUP BY stratum
HAVING n > 0
SETTINGS max_threads = 1 -- a page asks ten such questions at once
