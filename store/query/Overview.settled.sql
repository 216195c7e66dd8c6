-- As Overview, of a window and of the one before at once, from the tallies where they hold and from the mentions of the hours where
-- they do not; authors are estimated.
SELECT
    now, sum(n), sum(negative), sum(neutral), sum(positive), sum(complaints),
    uniqCombined64Merge(12)(authors) + sum(anonymous)
FROM (
    SELECT
        hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        tallies.n AS n, tallies.negative AS negative, tallies.neutral AS neutral, tallies.positive AS positive, tallies.complaints AS complaints,
        tallies.anonymous AS anonymous, tallies.authors AS authors
    FROM tallies FINAL
    WHERE {{settled}}
    UNION ALL
    SELECT
        published_at >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        count(), countIf(sentiment = 'negative'), countIf(sentiment = 'neutral'), countIf(sentiment = 'positive'), countIf(complaint), countIf(author_hash = ''),
        uniqCombined64StateIf(12)(author_hash, author_hash != '')
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
    GROUP BY now
)
GROUP BY now
SETTINGS max_threads = 1 -- a page asks ten such questions at once
