-- Who has taken control since this holder's last heartbeat.
SELECT holder, beat FROM control FINAL
WHERE NOT released AND holder != {holder:String}
    AND beat > (SELECT max(beat) FROM control FINAL WHERE holder = {holder:String})
ORDER BY beat DESC
