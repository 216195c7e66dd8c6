-- What asking has cost since a moment.
SELECT sum(cost), sum(tokens_in + tokens_out)
FROM calls FINAL
WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
