-- When the first mention of one brand that a filter means was published.
SELECT published_at
FROM mentions FINAL
WHERE {{filter}}
ORDER BY brand, published_at
LIMIT 1
