-- What is quoted of mentions that are named by the key of the table.
SELECT id, brand, title, text, url, if(store_name != '', store_name, toString(store)) AS shop, source
FROM mentions FINAL
PREWHERE (brand, published_at, id) IN (
    SELECT key.1, fromUnixTimestamp64Milli(key.2, 'UTC'), key.3
    FROM (SELECT arrayJoin(arrayZip({brands:Array(String)}, {times:Array(Int64)}, {ids:Array(String)})) AS key)
)
