-- Those who speak, by one of their counts; a post without author is nobody's and not here.
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
GROUP BY author, heard
ORDER BY
    multiIf({by:String} = 'complaints', toInt64(complaints), {by:String} = 'spread', toInt64(spread), {by:String} = 'followers', toInt64(followers), toInt64(n)) DESC,
    n DESC, followers DESC, author, heard
LIMIT {limit:UInt32}
