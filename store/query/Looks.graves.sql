-- Posts that may be grave by themselves: by what was understood, by a word, or by how many will see them. Oldest first.
SELECT
    id, published_at, fetched_at, sentiment, severity,
    arrayMap(r -> toString(r), severity_reasons) AS reasons,
    arrayFilter(w -> position({{haystack}}, w) > 0, {words_of:Array(String)}) AS named,
    author_followers,
    arrayMap(t -> toString(t), topics) AS spoken
FROM mentions FINAL
WHERE {{filter}}
    AND precision NOT IN ('none', 'day')
    AND ({least:UInt8} > 0 AND severity >= {least:UInt8}
        OR {reach:Int64} > 0 AND sentiment = 'negative' AND author_followers >= {reach:Int64}
        OR notEmpty({words_of:Array(String)}) AND multiSearchAny({{haystack}}, {words_of:Array(String)})
        OR hasAny(arrayMap(r -> toString(r), severity_reasons), {reasons_of:Array(String)}))
ORDER BY published_at, id
LIMIT {limit:UInt32}
