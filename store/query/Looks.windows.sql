-- What is spoken of in each of several windows, by its place in the list.
SELECT
    w AS window,
    toString(arrayJoin(if(empty(topics), [''], arrayDistinct(arrayMap(t -> toString(t), topics))))) AS topic,
    count() AS n
FROM (
    SELECT topics, arrayJoin(arrayFilter(i -> toUnixTimestamp64Milli(published_at) >= {starts:Array(Int64)}[i + 1] AND toUnixTimestamp64Milli(published_at) < {ends:Array(Int64)}[i + 1], range(length({starts:Array(Int64)})))) AS w
    FROM mentions FINAL
    WHERE {{filter}}
)
GROUP BY window, topic
ORDER BY window, n DESC, topic
