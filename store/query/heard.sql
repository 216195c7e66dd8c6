-- How far each source has been heard: the latest moment up to which an ordinary visit that was heard to the end knows
-- all, and when it was first visited. A visit that was sent back for a gap says nothing of what is new.
SELECT
    source,
    maxIf(if(heard_to > toDateTime64(0, 3), heard_to, started_at),
        outcome IN ('ok', 'unchanged') AND since <= toDateTime64(0, 3) AND until <= toDateTime64(0, 3)) AS heard,
    min(started_at) AS first
FROM visits FINAL
GROUP BY source
