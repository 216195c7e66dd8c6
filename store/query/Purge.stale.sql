-- How much besides mentions is older than a moment.
SELECT (SELECT count() FROM readings WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC'))
     + (SELECT count() FROM observations WHERE at < fromUnixTimestamp64Milli({before:Int64}, 'UTC'))
     + (SELECT count() FROM discoveries WHERE found_at < fromUnixTimestamp64Milli({before:Int64}, 'UTC'))
