-- Letters that hold all words in their title, lead, lines, or in what these quote.
SELECT id
FROM
(
    SELECT
        id,
        arrayConcat(arrayFlatten(arrayMap(s -> JSONExtractArrayRaw(s, 'lines'), JSONExtractArrayRaw(data, 'sections'))), JSONExtractArrayRaw(data, 'prose')) AS lines,
        arrayMap(l -> concat(JSONExtractString(l, 'text'), '\n', arrayStringConcat(arrayMap(e -> JSONExtractString(e, 'text'), JSONExtractArrayRaw(l, 'evidence')), '\n')), lines) AS texts,
        concat(JSONExtractString(data, 'title'), '\n', JSONExtractString(data, 'lead'), '\n', arrayStringConcat(texts, '\n')) AS said
    FROM events
    WHERE subject = 'digest' AND type = 'sent'
)
WHERE arrayAll(w -> positionCaseInsensitiveUTF8(said, w) > 0, {words:Array(String)})
GROUP BY id
ORDER BY id
