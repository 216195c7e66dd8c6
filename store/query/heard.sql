-- How far each source has been heard: the latest moment up to which a visit that was heard to the end knows all.
SELECT source, max(if(heard_to > toDateTime64(0, 3), heard_to, started_at)) AS heard
FROM visits FINAL
WHERE outcome IN ('ok', 'unchanged')
GROUP BY source
