id, brand, source, platform, external_id, url, kind, parent_id, root_id,
author_hash, author_name, author_followers, author_verified,
published_at, precision, edited_at, fetched_at, title, text, rating, rating_raw,
likes, replies, shares, views, approx, site_language, site_region, site_store, store_name,
product, product_version, site_brand, search_word,
norm, sentiment, score, probability, emotion,
aspects.name, aspects.sentiment, aspects.start, aspects.end,
topics, intent, complaint, severity, severity_reasons, implicit, irony, noise, keywords,
language, fingerprint, text_region, text_store, analysis_version
