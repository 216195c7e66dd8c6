    dimension = {dimension:String}
    AND hour >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND (empty({brands:Array(String)}) OR brand IN {brands:Array(String)})
    AND (empty({scope_brands:Array(String)}) OR brand IN {scope_brands:Array(String)})
    AND ({raw:Bool} OR kept)
    AND (empty({elements:Array(String)}) OR element IN {elements:Array(String)})
    AND ({gap_to:Int64} = 0 OR hour < fromUnixTimestamp64Milli({gap_from:Int64}, 'UTC') OR hour >= fromUnixTimestamp64Milli({gap_to:Int64}, 'UTC'))
    AND hour NOT IN (SELECT toDateTime(arrayJoin({loose:Array(Int64)}), 'UTC'))
