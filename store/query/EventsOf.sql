-- What happened to one subject, the oldest first.
SELECT seq, at, subject, id, type, actor, data
FROM events
WHERE subject = {subject:String} AND id = {id:String}
ORDER BY seq
