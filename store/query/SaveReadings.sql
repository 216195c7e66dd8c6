INSERT INTO readings (post_id, brand, reader, name, prompt, at, hash, local, sentiment, emotion, intent, severity, complaint, irony, implicit,
    aspects.name, aspects.sentiment, aspects.start, aspects.end, aspects.text, evidence, confidence, note, sample, aspects_judged, noise, noise_judged, brand_wrong, revision)
