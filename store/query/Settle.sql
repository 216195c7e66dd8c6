-- The tallies of the hours between two full hours, written anew from what is stored. An element that is no longer there
-- gets a row of zeros, which takes the place of its old one. Sentiment of an aspect is the judgement of the aspect, as in
-- Aspects.sql; `posts` counts posts and not mentions, by source and by how well their time is known, as in hours.sql. Two names of one element have \x1F
-- between them.
INSERT INTO tallies (dimension, brand, hour, element, kept, n, negative, neutral, positive, complaints, anonymous, authors, revision)
SELECT
    dimension, brand, hour, element, kept,
    toUInt32(countIf(real)) AS n,
    toUInt32(countIf(real AND feeling = 'negative')), toUInt32(countIf(real AND feeling = 'neutral')), toUInt32(countIf(real AND feeling = 'positive')),
    toUInt32(countIf(real AND complaint)),
    toUInt32(countIf(real AND author_hash = '')),
    uniqCombined64StateIf(12)(author_hash, real AND dimension = '' AND author_hash != ''),
    {revision:UInt64}
FROM (
    SELECT
        piece.1 AS dimension, brand, hour, piece.2 AS element, kept, piece.3 AS feeling, complaint, author_hash, true AS real
    FROM (
        SELECT
            toString(brand) AS brand, toStartOfHour(published_at, 'UTC') AS hour, empty(noise) AS kept, complaint, author_hash,
            toString(sentiment) AS feels,
            arraySort(arrayDistinct(CAST(topics, 'Array(String)'))) AS named,
            arrayMap(a -> toString(a), `aspects.name`) AS aspects, arrayMap(s -> toString(s), `aspects.sentiment`) AS judgements,
            arrayMap(a -> substring(a, 1, position(a, '.')), aspects) AS groups,
            arrayMap((a, o) -> concat(a, '\x1F', o), aspects, `aspects.opinion`) AS opinions,
            arrayJoin(arrayConcat(
                [('', '', feels), ('source', toString(source), feels), ('platform', toString(platform), feels), ('region', toString(region), feels), ('store', toString(store), feels), ('severity', toString(severity), feels)],
                arrayMap(t -> ('topic', toString(t), feels), arrayDistinct(topics)),
                arrayMap(a -> ('aspect', toString(a), multiIf(
                    arrayExists((s, n) -> n = a AND s = 'negative', `aspects.sentiment`, `aspects.name`), 'negative',
                    arrayExists((s, n) -> n = a AND s = 'positive', `aspects.sentiment`, `aspects.name`), 'positive', 'neutral')), arrayDistinct(`aspects.name`)),
                if(precision = 'none', [], [(if(precision = 'day', 'posts-day', 'posts'), toString(source), feels)]),
                [(if(precision IN ('day', 'none'), 'untimed', 'timed'), '', feels), ('version', toString(analysis_version), feels),
                    ('stratum', concat(feels, if(probability < toFloat32({doubt:Float64}), '/unsure', '/sure')), feels)],
                arrayMap(g -> ('topic-group', g, feels), arrayDistinct(arrayMap(t -> substring(t, 1, position(t, '-')), arrayFilter(t -> position(t, '-') > 1, CAST(topics, 'Array(String)'))))),
                arrayFlatten(arrayMap((x, i) -> arrayMap(y -> ('pair', concat(x, '\x1F', y), feels), arraySlice(named, i + 1)), named, arrayEnumerate(named))),
                arrayMap(k -> ('keyword', k, feels), arrayDistinct(keywords)),
                arrayMap(a -> ('aspect-source', concat(a, '\x1F', toString(source)), multiIf(
                    arrayExists((s, n) -> n = a AND s = 'negative', judgements, aspects), 'negative',
                    arrayExists((s, n) -> n = a AND s = 'positive', judgements, aspects), 'positive', 'neutral')), arrayDistinct(aspects)),
                arrayFlatten(arrayMap(g -> arrayMap(d -> (d, if(d = 'aspect-group', g, concat(g, '\x1F', toString(source))), multiIf(
                    arrayExists((s, n) -> n = g AND s = 'negative', judgements, groups), 'negative',
                    arrayExists((s, n) -> n = g AND s = 'positive', judgements, groups), 'positive', 'neutral')), ['aspect-group', 'aspect-source']), arrayFilter(g -> g != '', arrayDistinct(groups)))),
                arrayMap(w -> ('opinion', w, multiIf(
                    arrayExists((s, o) -> o = w AND s = 'negative', judgements, opinions), 'negative',
                    arrayExists((s, o) -> o = w AND s = 'positive', judgements, opinions), 'positive', 'neutral')), arrayFilter(w -> NOT endsWith(w, '\x1F'), arrayDistinct(opinions)))
            )) AS piece
        FROM mentions FINAL
        WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    )
    UNION ALL
    -- under all brands together a post counts once
    SELECT
        if(precision = 'day', 'all-posts-day', 'all-posts') AS dimension, '' AS brand, toStartOfHour(published_at, 'UTC') AS hour,
        toString(source) AS element, true AS kept, '' AS feeling, false AS complaint, '' AS author_hash, true AS real
    FROM mentions FINAL
    WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AND precision != 'none'
    GROUP BY dimension, hour, element, id
    UNION ALL
    SELECT toString(dimension), toString(brand), hour, toString(element), kept, '', false, '', false
    FROM tallies FINAL
    WHERE hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
)
GROUP BY dimension, brand, hour, element, kept
