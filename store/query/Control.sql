SELECT holder, beat FROM control FINAL
WHERE NOT released AND holder != {holder:String} AND beat > fromUnixTimestamp64Milli({since:Int64}, 'UTC')
ORDER BY beat DESC
