-- The newest count of each sort somebody saw of each post; the has_ columns tell whether there is any.
SELECT
    post_id,
    if(has_likes > 0, seen_likes, -1), if(has_replies > 0, seen_replies, -1),
    if(has_shares > 0, seen_shares, -1), if(has_views > 0, seen_views, -1), seen_approx
FROM (
{{newest}}
    WHERE post_id IN {ids:Array(String)}
    GROUP BY post_id
)
