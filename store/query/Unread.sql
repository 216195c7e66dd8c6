-- Mentions worth a second opinion that this model has not read under this prompt: unsure of their sentiment, in
-- doubt about irony, implicitness or severity, or heard by many. Noise is not asked about. Those with the largest reach first.
SELECT {{columns}}
FROM mentions FINAL
WHERE fetched_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND empty(noise)
    AND (probability < {doubt:Float64}
        OR odds_irony BETWEEN 0.35 AND 0.65
        OR odds_implicit BETWEEN 0.35 AND 0.65
        OR severity >= 3 AND odds_severity < {doubt:Float64}
        OR {reach:Int64} > 0 AND greatest(author_followers, likes + replies + shares, 0) >= {reach:Int64})
    AND (id, brand) NOT IN (SELECT post_id, brand FROM readings FINAL WHERE reader = 'llm' AND name = {model:String} AND prompt = {prompt:String})
ORDER BY greatest(author_followers, likes + replies + shares, 0) DESC, published_at DESC, id, brand
LIMIT {limit:UInt32}
