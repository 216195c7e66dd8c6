-- Every hour anything is known of, and whether its tallies hold.
SELECT toInt64(toUnixTimestamp(hour)), settled FROM settled FINAL
