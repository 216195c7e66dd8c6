-- Letters that hold all words in their title, lead or lines.
SELECT id
FROM
(
    SELECT
        id,
        concat(
            JSONExtractString(data, 'title'), '\n', JSONExtractString(data, 'lead'), '\n',
            arrayStringConcat(arrayMap(l -> JSONExtractString(l, 'text'), arrayFlatten(arrayMap(s -> JSONExtractArrayRaw(s, 'lines'), JSONExtractArrayRaw(data, 'sections')))), '\n'), '\n',
            arrayStringConcat(arrayMap(l -> JSONExtractString(l, 'text'), JSONExtractArrayRaw(data, 'prose')), '\n')
        ) AS said
    FROM events
    WHERE subject = 'digest' AND type = 'sent'
)
WHERE arrayAll(w -> positionCaseInsensitiveUTF8(said, w) > 0, {words:Array(String)})
GROUP BY id
ORDER BY id
