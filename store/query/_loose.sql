toStartOfHour(published_at, 'UTC') IN (SELECT toDateTime(arrayJoin({loose:Array(Int64)}), 'UTC'))
