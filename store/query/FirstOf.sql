-- Not later than the first mention of some brands that any filter means: every version counts and nothing is left out, so that
-- the table is read in its own order and only up to its first row. See FirstOf.exact.
SELECT published_at
FROM mentions
WHERE brand IN {brands:Array(String)} AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
ORDER BY brand, published_at
LIMIT 1
