-- Readings of one mention, or the newest of all; an empty reader, name or post means any.
SELECT post_id, brand, reader, name, prompt, at, hash, local, sentiment, emotion, intent, severity, complaint, irony, implicit,
    aspects.name, aspects.sentiment, aspects.start, aspects.end, aspects.text, evidence, confidence, note, sample,
    aspects_judged, noise, noise_judged, brand_wrong
FROM readings FINAL
WHERE ({post:String} = '' OR post_id = {post:String})
    AND ({any_brand:Bool} OR brand = {brand:String})
    AND ({reader:String} = '' OR reader = {reader:String})
    AND ({name:String} = '' OR name = {name:String})
    AND ({sample:String} = '' OR sample = {sample:String})
    AND (NOT {sampled:Bool} OR sample != '')
    AND at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY at DESC, post_id, brand, reader, name
LIMIT {limit:UInt32}
