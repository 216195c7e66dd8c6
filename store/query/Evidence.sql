-- The most telling mentions: the first, the most amplified, or the typical (gravest and surest). Near-equal texts
-- (the same fingerprint) are shown once, by the one that comes first in the order asked for.
SELECT id, brand, published_at, title, text, url, if(store_name != '', store_name, toString(store)) AS shop, source
FROM mentions FINAL
WHERE {{filter}}
ORDER BY
    if({order:String} = 'amplified', -(greatest(likes, 0) + 2 * greatest(replies, 0) + 3 * greatest(shares, 0)), 0),
    if({order:String} = 'typical', -toInt32(severity), 0),
    if({order:String} = 'typical', -abs(score) * probability, 0),
    published_at, id, brand
LIMIT 1 BY if(cluster != 0, cluster, if(fingerprint = 0, cityHash64(id, brand), fingerprint))
LIMIT {limit:UInt32}
