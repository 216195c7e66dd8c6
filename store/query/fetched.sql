-- How many different posts are stored of each source. Without FINAL: a repeat has the same id.
SELECT source, uniqCombined64(id) AS n
FROM mentions
WHERE (empty({sources:Array(String)}) OR source IN {sources:Array(String)}) AND deleted = 0
GROUP BY source
