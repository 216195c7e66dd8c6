-- As Rulers, from the tallies where they hold and from the mentions of the hours where they do not.
SELECT bucket, version, sum(part) AS n
FROM (
    SELECT intDiv(toUnixTimestamp(tallies.hour) * 1000 - {from:Int64}, {step:Int64}) AS bucket, toString(element) AS version, tallies.n AS part
    FROM tallies FINAL
    WHERE dimension = 'version' AND element != '' AND tallies.n > 0 AND {{held}}
    UNION ALL
    SELECT intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket, toString(analysis_version) AS version, count()
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}} AND analysis_version != ''
    GROUP BY bucket, version
)
GROUP BY bucket, version
ORDER BY bucket, n DESC, version
SETTINGS max_threads = 1 -- a page asks ten such questions at once
