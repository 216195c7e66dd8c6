SELECT seq, at, subject, id, type, actor, data FROM events WHERE seq > {after:UInt64} ORDER BY seq
