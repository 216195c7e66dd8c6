-- One row a mention. The key is (brand, published_at, id); a repeat or a correction is a newer revision of the same
-- key, a mention that no longer holds (the brand match changed) a revision with deleted = 1. Always read with FINAL.
CREATE TABLE IF NOT EXISTS {{local "mentions"}} {{onCluster}}
(
    -- the post, as it was masked at the door
    id               String                         CODEC(ZSTD(1)),
    brand            LowCardinality(String),
    source           LowCardinality(String),
    platform         LowCardinality(String),
    external_id      String                         CODEC(ZSTD(3)),
    url              String                         CODEC(ZSTD(3)),
    kind             LowCardinality(String),
    parent_id        String                         CODEC(ZSTD(3)),
    root_id          String                         CODEC(ZSTD(3)),
    author_hash      String                         CODEC(ZSTD(1)),
    author_name      String                         CODEC(ZSTD(3)),
    author_followers Int64                          CODEC(T64, ZSTD(1)),
    author_verified  Bool,
    published_at     DateTime64(3, 'UTC')           CODEC(Delta, ZSTD(1)),
    precision        LowCardinality(String),
    edited_at        DateTime64(3, 'UTC')           CODEC(Delta, ZSTD(1)),
    fetched_at       DateTime64(3, 'UTC')           CODEC(Delta, ZSTD(1)),
    title            String                         CODEC(ZSTD(3)),
    text             String                         CODEC(ZSTD(3)),
    rating           Float32                        CODEC(ZSTD(1)),
    rating_raw       LowCardinality(String),
    likes            Int64                          CODEC(T64, ZSTD(1)),
    replies          Int64                          CODEC(T64, ZSTD(1)),
    shares           Int64                          CODEC(T64, ZSTD(1)),
    views            Int64                          CODEC(T64, ZSTD(1)),
    approx           Bool,
    site_language    LowCardinality(String),
    site_region      LowCardinality(String),
    site_store       LowCardinality(String),
    store_name       String                         CODEC(ZSTD(3)),
    product          LowCardinality(String),
    product_version  LowCardinality(String),
    site_brand       LowCardinality(String),
    search_word      LowCardinality(String),
    -- what the NLP says of it
    norm             String                         COMMENT 'empty: the same as title and text' CODEC(ZSTD(3)),
    sentiment        LowCardinality(String),
    score            Float32                        CODEC(ZSTD(1)),
    probability      Float32                        CODEC(ZSTD(1)),
    emotion          LowCardinality(String),
    aspects          Nested(name LowCardinality(String), sentiment LowCardinality(String), start UInt32, end UInt32),
    topics           Array(LowCardinality(String)),
    intent           LowCardinality(String),
    complaint        Bool,
    severity         UInt8,
    severity_reasons Array(LowCardinality(String)),
    implicit         Bool,
    irony            Bool,
    noise            Array(LowCardinality(String)),
    keywords         Array(String)                  CODEC(ZSTD(3)),
    language         LowCardinality(String),
    fingerprint      UInt64                         CODEC(ZSTD(1)),
    text_region      LowCardinality(String),
    text_store       LowCardinality(String),
    analysis_version LowCardinality(String),
    -- bookkeeping
    revision         UInt64                         CODEC(Delta, ZSTD(1)),
    deleted          UInt8,
    -- what filters ask: the site's word first, the text's where the site said nothing
    store            LowCardinality(String)         ALIAS if(site_store != '', site_store, text_store),
    region           LowCardinality(String)         ALIAS if(site_region != '', site_region, text_region)
)
ENGINE = {{engine "ReplacingMergeTree" "revision, deleted"}}
PARTITION BY toYYYYMM(published_at)
ORDER BY (brand, published_at, id);

{{distributed "mentions" "cityHash64(id)"}};

-- Who was first: the first published_at of a post and the brands it is stored under, so that the key above never moves.
CREATE TABLE IF NOT EXISTS {{local "identities"}} {{onCluster}}
(
    id           String                       CODEC(ZSTD(1)),
    published_at DateTime64(3, 'UTC')         CODEC(Delta, ZSTD(1)),
    brands       Array(LowCardinality(String)),
    revision     UInt64                       CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine "ReplacingMergeTree" "revision"}}
ORDER BY id
SETTINGS index_granularity = 256;

{{distributed "identities" "cityHash64(id)"}};
