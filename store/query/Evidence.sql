-- The most telling mentions: the first, the most amplified (by the newest counts somebody saw), those that reach most
-- people (followers of the author, and everything done with the post), or the typical (gravest and surest). Near-equal
-- texts (the same fingerprint) are shown once, by the one that comes first in the order asked for. Reach is −1 where
-- nothing of it is known. Which they are is decided on narrow columns: a month holds a million, and three are quoted, see
-- Evidence.texts.
WITH
    greatest(if(has_likes > 0, seen_likes, likes), 0) + 2 * greatest(if(has_replies > 0, seen_replies, replies), 0)
    + 3 * greatest(if(has_shares > 0, seen_shares, shares), 0) AS done,
    toInt64(if(author_followers < 0 AND done = 0, -1, greatest(author_followers, 0) + done)) AS reach
SELECT id, brand, published_at, cluster, reach
FROM mentions FINAL
GLOBAL ANY LEFT JOIN (
{{newest}}
    WHERE {order:String} IN ('amplified', 'top') AND post_id GLOBAL IN (SELECT id FROM mentions WHERE {{filter}})
    GROUP BY post_id
) AS seen ON seen.post_id = id
WHERE {{filter}}
ORDER BY
    if({order:String} = 'amplified', -done, 0),
    if({order:String} = 'top', -greatest(reach, 0), 0),
    if({order:String} IN ('typical', 'top'), -toInt32(severity), 0),
    if({order:String} IN ('typical', 'top'), -abs(score) * probability, 0),
    published_at, id, brand
LIMIT 1 BY if(cluster != 0, cluster, if(fingerprint = 0, cityHash64(id, brand), fingerprint))
LIMIT {limit:UInt32}
