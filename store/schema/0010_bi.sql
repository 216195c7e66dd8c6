-- What tools for figures and charts may read: every mention once, noise marked; no authors, no addresses, no people of the
-- house, nothing that opens a door. Names and columns are stable; columns are only ever added. docs/bi.md says what each means.
-- They are read with the rights of who made them, so that a reader needs no right to the tables behind them.
CREATE VIEW IF NOT EXISTS bi_mentions {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    id, toString(brand) AS brand, toString(source) AS source, toString(platform) AS platform, toString(kind) AS kind,
    published_at, toDate(published_at, 'Asia/Shanghai') AS day, toHour(published_at, 'Asia/Shanghai') AS hour,
    title, text, rating, likes, replies, shares, views,
    toString(region) AS region, toString(city) AS city, toString(store) AS store, toString(product) AS product,
    toString(sentiment) AS sentiment, score, probability, toString(emotion) AS emotion, toString(intent) AS intent,
    complaint, severity, arrayMap(t -> toString(t), topics) AS topics, arrayMap(a -> toString(a), aspects.name) AS aspects, keywords,
    notEmpty(noise) AS is_noise, arrayMap(l -> toString(l), noise) AS noise, toString(language) AS language, toString(cluster) AS cluster
FROM mentions FINAL;

-- One row for each topic of a mention.
CREATE VIEW IF NOT EXISTS bi_topics {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    id, toString(brand) AS brand, toString(source) AS source, toString(platform) AS platform, published_at, toDate(published_at, 'Asia/Shanghai') AS day,
    toString(region) AS region, toString(store) AS store, toString(arrayJoin(arrayDistinct(topics))) AS topic,
    toString(sentiment) AS sentiment, complaint, severity, notEmpty(noise) AS is_noise
FROM mentions FINAL;

-- One row for each judgement of an aspect in a mention.
CREATE VIEW IF NOT EXISTS bi_aspects {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    id, toString(brand) AS brand, toString(source) AS source, toString(platform) AS platform, published_at, toDate(published_at, 'Asia/Shanghai') AS day,
    toString(region) AS region, toString(store) AS store, toString(pair.1) AS aspect, toString(pair.2) AS judgement, complaint, severity, notEmpty(noise) AS is_noise
FROM mentions FINAL
ARRAY JOIN arrayZip(aspects.name, aspects.sentiment) AS pair;

-- One row a work order, as it stands.
CREATE VIEW IF NOT EXISTS bi_orders {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    id,
    anyIf(JSONExtractString(data, 'kind'), type = 'opened') AS kind,
    anyIf(JSONExtractString(data, 'title'), type = 'opened') AS title,
    anyIf(JSONExtractString(data, 'brand'), type = 'opened') AS brand,
    anyIf(JSONExtractString(data, 'topic'), type = 'opened') AS topic,
    anyIf(JSONExtractString(data, 'store'), type = 'opened') AS store,
    anyIf(JSONExtractString(data, 'region'), type = 'opened') AS region,
    anyIf(JSONExtractString(data, 'alert'), type = 'opened') AS alert,
    argMaxIf(JSONExtractString(data, 'level'), seq, type IN ('opened', 'raised', 'regraded')) AS level,
    transform(argMaxIf(type, seq, type IN ('opened', 'assigned', 'claimed', 'waiting', 'resumed', 'resolved', 'verifying', 'closed', 'reopened', 'merged', 'cancelled', 'false_alarm')),
        ['opened', 'claimed', 'resumed', 'reopened'], ['new', 'in_progress', 'in_progress', 'in_progress'],
        argMaxIf(toString(type), seq, type IN ('opened', 'assigned', 'claimed', 'waiting', 'resumed', 'resolved', 'verifying', 'closed', 'reopened', 'merged', 'cancelled', 'false_alarm'))) AS state,
    state NOT IN ('closed', 'merged', 'cancelled', 'false_alarm') AS is_open,
    minIf(at, type = 'opened') AS opened_at,
    if(countIf(type = 'claimed') > 0, minIf(at, type = 'claimed'), NULL) AS claimed_at,
    if(countIf(type = 'resolved') > 0, maxIf(at, type = 'resolved'), NULL) AS resolved_at,
    if(is_open OR countIf(type = 'closed') = 0, NULL, maxIf(at, type = 'closed')) AS closed_at,
    dateDiff('minute', opened_at, claimed_at) AS minutes_to_claim,
    dateDiff('minute', opened_at, closed_at) AS minutes_to_close,
    countIf(type = 'reopened') AS reopened,
    countIf(type = 'escalated') AS escalated,
    argMaxIf(JSONExtractString(data, 'cause'), seq, type = 'closed') AS cause
FROM (SELECT seq, at, id, toString(type) AS type, data FROM events WHERE subject = 'order')
GROUP BY id
HAVING countIf(type = 'opened') > 0;

-- One row an incident, as it stands.
CREATE VIEW IF NOT EXISTS bi_alerts {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    id,
    anyIf(JSONExtractString(data, 'rule'), type = 'opened') AS rule,
    anyIf(JSONExtractString(data, 'brand'), type = 'opened') AS brand,
    argMaxIf(JSONExtractString(data, 'topic'), seq, JSONExtractString(data, 'topic') != '') AS topic,
    argMaxIf(JSONExtractString(data, 'level'), seq, JSONExtractString(data, 'level') != '') AS level,
    argMaxIf(JSONExtractString(data, 'headline'), seq, JSONExtractString(data, 'headline') != '') AS headline,
    anyIf(JSONExtractBool(data, 'history'), type = 'opened') AS history,
    multiIf(countIf(type = 'merged') > 0, 'merged', countIf(type IN ('resolved', 'dismissed')) > 0, 'resolved', 'open') AS state,
    argMaxIf(type, seq, type IN ('confirmed', 'dismissed')) AS verdict,
    anyIf(parseDateTime64BestEffortOrNull(JSONExtractString(data, 'started_at'), 3, 'UTC'), type = 'opened') AS started_at,
    anyIf(parseDateTime64BestEffortOrNull(JSONExtractString(data, 'opened_at'), 3, 'UTC'), type = 'opened') AS opened_at,
    if(state = 'open', NULL, maxIf(at, type IN ('resolved', 'dismissed', 'merged'))) AS ended_at,
    argMaxIf(JSONExtractUInt(data, 'total'), seq, JSONExtractUInt(data, 'total') > 0) AS mentions,
    argMaxIf(JSONExtractString(data, 'order'), seq, JSONExtractString(data, 'order') != '') AS work_order
FROM (SELECT seq, at, id, toString(type) AS type, data FROM events WHERE subject = 'alert')
GROUP BY id
HAVING countIf(type = 'opened') > 0;

-- One row for each source and hour in which it was visited: whether it was heard, and what it brought.
CREATE VIEW IF NOT EXISTS bi_coverage {{onCluster}} DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    toString(source) AS source, toStartOfHour(toDateTime(started_at, 'UTC')) AS hour, toDate(hour, 'Asia/Shanghai') AS day,
    count() AS visits, countIf(outcome IN ('ok', 'unchanged')) AS heard, countIf(outcome IN ('blocked', 'failed')) AS failed,
    heard > 0 AS is_covered, sum(visits.found) AS found, sum(visits.fresh) AS fresh, sum(visits.requests) AS requests,
    argMax(toString(trouble), started_at) AS trouble
FROM visits FINAL
GROUP BY source, hour;
