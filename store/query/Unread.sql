-- Mentions worth a second opinion that this model has not read under this prompt: unsure of their sentiment, in
-- doubt about irony, implicitness or severity, or heard by many, by the newest counts somebody saw. Noise is not asked
-- about. Those with the largest reach first.
SELECT {{columns}}
FROM mentions FINAL
GLOBAL ANY LEFT JOIN (
{{newest}}
    WHERE post_id GLOBAL IN (SELECT id FROM mentions WHERE fetched_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
    GROUP BY post_id
) AS seen ON seen.post_id = id
WHERE fetched_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND empty(noise)
    AND (probability < {doubt:Float64}
        OR odds_irony BETWEEN 0.35 AND 0.65
        OR odds_implicit BETWEEN 0.35 AND 0.65
        OR severity >= 3 AND odds_severity < {doubt:Float64}
        OR {reach:Int64} > 0 AND {{reach}} >= {reach:Int64})
    AND (id, brand) NOT IN (SELECT post_id, brand FROM readings FINAL WHERE reader = 'llm' AND name = {model:String} AND prompt = {prompt:String})
ORDER BY {{reach}} DESC, published_at DESC, id, brand
LIMIT {limit:UInt32}
