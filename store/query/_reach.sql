greatest(author_followers, greatest(if(has_likes > 0, seen_likes, likes), 0) + greatest(if(has_replies > 0, seen_replies, replies), 0) + greatest(if(has_shares > 0, seen_shares, shares), 0))
