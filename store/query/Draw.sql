-- Candidates for a sample: of each stratum the first by a hash of the seed and the post, which is a simple random sample
-- of the stratum, the same whenever it is asked for; with the size of the stratum.
SELECT id, sentiment, probability, analysis_version, stratum, population
FROM
(
    SELECT id, sentiment, probability, analysis_version,
        concat(sentiment, if(probability < toFloat32({doubt:Float64}), '/unsure', '/sure')) AS stratum,
        count() OVER (PARTITION BY stratum) AS population,
        row_number() OVER (PARTITION BY stratum ORDER BY sipHash64({seed:String}, id)) AS nth
    FROM mentions FINAL
    WHERE brand = {brand:String} AND empty(noise)
        AND published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
)
WHERE nth <= {most:UInt32}
ORDER BY stratum, nth
