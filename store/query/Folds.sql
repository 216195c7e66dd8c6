-- How many mentions of a filter lie in each of some clusters.
SELECT cluster, brand, count()
FROM mentions FINAL
WHERE {{filter}} AND cluster IN {clusters:Array(UInt64)}
GROUP BY cluster, brand
