SELECT toString(arrayJoin(arrayDistinct(topics))) AS topic, min(published_at) AS first, max(published_at) AS last, count() AS n
FROM mentions FINAL
WHERE {{filter}}
GROUP BY topic
ORDER BY topic
