-- As Overview, from the tallies where they hold and from the mentions of the hours where they do not; authors are estimated.
SELECT
    sum(n), sum(negative), sum(neutral), sum(positive), sum(complaints),
    uniqCombined64Merge(12)(authors) + sum(anonymous)
FROM (
    SELECT n, negative, neutral, positive, complaints, anonymous, authors
    FROM tallies FINAL
    WHERE {{settled}}
    UNION ALL
    SELECT
        count(), countIf(sentiment = 'negative'), countIf(sentiment = 'neutral'), countIf(sentiment = 'positive'), countIf(complaint), countIf(author_hash = ''),
        uniqCombined64StateIf(12)(author_hash, author_hash != '')
    FROM mentions FINAL
    WHERE {{filter}} AND {{loose}}
)
