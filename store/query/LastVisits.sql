SELECT source, started_at, ended_at, outcome, requests, bytes, found, fresh, claimed, missing, next_at, heard_to
FROM visits FINAL
ORDER BY source, started_at DESC
LIMIT 1 BY source
