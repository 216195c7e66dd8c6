-- Mentions by bucket: those of a matter, and all others the filter lets through. A matter is any of some topics, at one
-- shop when one is named. Authors count as in Counts; times coarser than a bucket are left out, as there.
WITH (empty({topics:Array(String)}) OR hasAny(topics, {topics:Array(String)})) AND ({shop:String} = '' OR store = {shop:String}) AS about
SELECT
    intDiv(toUnixTimestamp64Milli(published_at) - {from:Int64}, {step:Int64}) AS bucket,
    countIf(about) AS n,
    uniqExactIf(author_hash, about AND author_hash != '') + countIf(about AND author_hash = '') AS authors,
    countIf(NOT about) AS others,
    uniqExactIf(author_hash, NOT about AND author_hash != '') + countIf(NOT about AND author_hash = '') AS other_authors
FROM mentions FINAL
WHERE {{filter}}
    AND precision != 'none' AND (precision != 'day' OR {step:Int64} >= 86400000)
GROUP BY bucket
