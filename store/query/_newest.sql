    SELECT
        post_id,
        argMaxIf(likes, at, likes >= 0) AS seen_likes, countIf(likes >= 0) AS has_likes,
        argMaxIf(replies, at, replies >= 0) AS seen_replies, countIf(replies >= 0) AS has_replies,
        argMaxIf(shares, at, shares >= 0) AS seen_shares, countIf(shares >= 0) AS has_shares,
        argMaxIf(views, at, views >= 0) AS seen_views, countIf(views >= 0) AS has_views,
        argMax(approx, at) AS seen_approx
    FROM observations FINAL
