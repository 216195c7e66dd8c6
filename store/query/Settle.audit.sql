-- Whether the tallies of some hours say what is stored: both counts.
SELECT
    (SELECT count() FROM mentions FINAL WHERE published_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND published_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')),
    (SELECT sum(n) FROM tallies FINAL WHERE dimension = '' AND hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC'))
