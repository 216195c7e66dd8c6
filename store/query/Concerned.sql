-- The posts of authors, or at addresses, with what they say.
SELECT id, any(source), any(url), any(title), any(text), any(author_hash), count()
FROM mentions FINAL
WHERE author_hash IN {authors:Array(String)} AND author_hash != '' OR url IN {urls:Array(String)} AND url != ''
GROUP BY id
ORDER BY id
