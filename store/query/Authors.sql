-- Those who speak, by one of their counts; a post without author is nobody's and not here. Who stands in the list is found out
-- first, from few columns and by a short hash; what else is told of them is gathered for them alone.
SELECT
    author_hash AS author,
    {{tier}} AS heard,
    max(author_followers) AS followers,
    max(author_verified) AS verified,
    count() AS n,
    countIf(sentiment = 'negative') AS negative,
    countIf(complaint) AS complaints,
    countIf(has(noise, 'bot')) AS suspects,
    sum(greatest(likes, 0) + greatest(replies, 0) + greatest(shares, 0)) AS spread,
    toUnixTimestamp64Milli(min(published_at)) AS first,
    toUnixTimestamp64Milli(max(published_at)) AS last,
    arraySort(groupUniqArray(toString(platform))) AS platforms,
    arraySort(groupUniqArray(toString(brand))) AS brands
FROM mentions FINAL
WHERE {{filter}} AND author_hash != ''
    AND cityHash64(author_hash, {{tier}}) GLOBAL IN (
        SELECT cityHash64(author_hash, {{tier}}) AS who
        FROM mentions FINAL
        WHERE {{filter}} AND author_hash != ''
        GROUP BY who
        ORDER BY
            multiIf({by:String} = 'complaints', toInt64(countIf(complaint)), {by:String} = 'spread', toInt64(sum(greatest(likes, 0) + greatest(replies, 0) + greatest(shares, 0))),
                {by:String} = 'followers', toInt64(max(author_followers)), toInt64(count())) DESC,
            count() DESC, max(author_followers) DESC, who
        LIMIT {limit:UInt32}
    )
GROUP BY author, heard
ORDER BY
    multiIf({by:String} = 'complaints', toInt64(complaints), {by:String} = 'spread', toInt64(spread), {by:String} = 'followers', toInt64(followers), toInt64(n)) DESC,
    n DESC, followers DESC, author, heard
LIMIT {limit:UInt32}
