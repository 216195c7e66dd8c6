SELECT {{visit}}
FROM visits FINAL
ORDER BY source, started_at DESC
LIMIT 1 BY source
