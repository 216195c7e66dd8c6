-- As Count, from the tallies where they hold and from the mentions of the hours where they do not. A column of the tallies
-- stands for a polarity, or for complaints.
SELECT sum(part)
FROM (
    SELECT toUInt64(multiIf({column:String} = 'negative', negative, {column:String} = 'neutral', neutral, {column:String} = 'positive', positive, {column:String} = 'complaints', complaints, n)) AS part
    FROM tallies FINAL
    WHERE {{settled}}
    UNION ALL
    SELECT count()
    FROM mentions FINAL
    PREWHERE {{near}}
    WHERE {{filter}}
)
SETTINGS max_threads = 1 -- a page asks ten such questions at once
