-- What the understanding says since it learned to: facts, roles, how sure each label is, and which texts are copies.
{{range tables "mentions"}}
ALTER TABLE {{.}} {{onCluster}}
    ADD COLUMN IF NOT EXISTS aspects.probability Array(Float32),
    ADD COLUMN IF NOT EXISTS aspects.opinion     Array(String),
    ADD COLUMN IF NOT EXISTS city                LowCardinality(String),
    ADD COLUMN IF NOT EXISTS district            LowCardinality(String),
    ADD COLUMN IF NOT EXISTS facts.kind          Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS facts.value         Array(Float64),
    ADD COLUMN IF NOT EXISTS facts.start         Array(UInt32),
    ADD COLUMN IF NOT EXISTS facts.end           Array(UInt32),
    ADD COLUMN IF NOT EXISTS role                LowCardinality(String),
    ADD COLUMN IF NOT EXISTS offensive           Bool,
    ADD COLUMN IF NOT EXISTS odds_emotion        Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS odds_intent         Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS odds_severity       Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS odds_implicit       Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS odds_irony          Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS odds_offensive      Float32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS cluster             UInt64  CODEC(ZSTD(1));
{{end}}
-- What a language model or a person says of a mention, beside what the local analysis says. Said again by the same
-- reader under the same prompt, the newer stands. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "readings"}} {{onCluster}}
(
    post_id    String                       CODEC(ZSTD(1)),
    brand      LowCardinality(String),
    reader     LowCardinality(String),
    name       LowCardinality(String),
    prompt     LowCardinality(String),
    at         DateTime64(3, 'UTC')         CODEC(Delta, ZSTD(1)),
    hash       String                       CODEC(ZSTD(1)),
    local      LowCardinality(String)       COMMENT 'analysis_version it stands beside',
    sentiment  LowCardinality(String),
    emotion    LowCardinality(String),
    intent     LowCardinality(String),
    severity   Int8                         COMMENT '-1 not judged',
    complaint  Int8                         COMMENT '-1 not judged, 0 no, 1 yes; so are irony and implicit',
    irony      Int8,
    implicit   Int8,
    aspects    Nested(name LowCardinality(String), sentiment LowCardinality(String), start UInt32, end UInt32, text String),
    evidence   Array(String)                CODEC(ZSTD(3)),
    confidence Float32,
    note       String                       CODEC(ZSTD(3)),
    revision   UInt64                       CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "revision"}}
ORDER BY (post_id, brand, reader, name, prompt);

{{distributed "readings" "cityHash64(post_id)"}};

-- The ledger of what language models were asked. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "calls"}} {{onCluster}}
(
    id         String               CODEC(ZSTD(1)),
    at         DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    model      LowCardinality(String),
    prompt     LowCardinality(String),
    purpose    LowCardinality(String),
    posts      UInt32,
    answered   UInt32,
    tokens_in  UInt64,
    tokens_out UInt64,
    cost       Float64,
    millis     Int64,
    attempts   UInt32,
    outcome    LowCardinality(String)
)
ENGINE = {{engine "ReplacingMergeTree" ""}}
ORDER BY (at, id);

{{distributed "calls" "cityHash64(id)"}};

-- Words and stories that rose without anybody having defined them, as last found. What people made of them stands in
-- the journal. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "discoveries"}} {{onCluster}}
(
    id       String               CODEC(ZSTD(1)),
    kind     LowCardinality(String),
    brand    LowCardinality(String),
    label    String               CODEC(ZSTD(3)),
    words    Array(String)        CODEC(ZSTD(3)),
    sentence String               CODEC(ZSTD(3)),
    posts    Array(String)        CODEC(ZSTD(3)),
    n        UInt32,
    before   Float64,
    score    Float64,
    negative Float32,
    first_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    last_at  DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    found_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "found_at"}}
ORDER BY id;

{{distributed "discoveries" "cityHash64(id)"}};
