-- The ledger, newest first.
SELECT id, at, model, prompt, purpose, posts, answered, tokens_in, tokens_out, cost, millis, attempts, outcome
FROM calls FINAL
WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY at DESC, id
LIMIT {limit:UInt32}
