SELECT
        if({by:String} = 'brand', toString(brand), toString(element)) AS name, hour >= fromUnixTimestamp64Milli({start:Int64}, 'UTC') AS now,
        tallies.n AS part, tallies.negative AS bad, tallies.neutral AS calm, tallies.positive AS good, tallies.complaints AS complaining
    FROM tallies FINAL
    WHERE {{settled}} AND tallies.n > 0
