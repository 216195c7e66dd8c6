-- The newest verdict of a language model on a text, whichever post it was read in: copies need not be paid for again.
SELECT post_id, brand, reader, name, prompt, at, hash, local, sentiment, emotion, intent, severity, complaint, irony, implicit,
    aspects.name, aspects.sentiment, aspects.start, aspects.end, aspects.text, evidence, confidence, note, sample,
    aspects_judged, noise, noise_judged, brand_wrong
FROM readings FINAL
WHERE hash = {hash:String} AND brand = {brand:String} AND reader = 'llm' AND name = {model:String} AND prompt = {prompt:String}
    AND sentiment != ''
ORDER BY at DESC, post_id
LIMIT 1
