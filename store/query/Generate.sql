-- Mentions nobody wrote, for measuring: number [first, first+n) of a history of `all` of them, evenly paced but for the
-- hours of the day, and every `again`th of them only (1: all). The same seed and number give the same mention.
INSERT INTO mentions ({{columns}}, revision, deleted)
WITH
    (salt, m) -> cityHash64(number, {seed:UInt64}, salt) % m AS dice,
    salt -> (cityHash64(number, {seed:UInt64}, salt) % 1000003) / 1000003 AS chance,
    (salt, m) -> toUInt64(floor(m * pow(chance(salt), 2.2))) AS skewed,
    -- the time of day: twice as much at noon and in the evening as at night
    {days:UInt32} * (number + chance(1)) / {all:UInt64} AS at,
    at - floor(at) AS part,
    {from:Int64} + toInt64(86400000 * (floor(at) + part - 0.09 * sin(2 * pi() * (part + 0.12)) + 0.09 * sin(2 * pi() * 0.12))) AS ms,
    multiIf(chance(2) < 0.30, 'negative', chance(2) < 0.62, 'neutral', 'positive') AS feeling,
    feeling = 'negative' AND chance(3) < 0.55 AS complains,
    if(chance(4) < 0.35, {shops:Array(String)}[1 + skewed(5, length({shops:Array(String)}))], '') AS shop,
    1 + skewed(6, length({sources:Array(String)})) AS spoke,
    arrayDistinct(arrayMap(i -> 1 + skewed(10 + i, length({aspects:Array(String)})), range(if(chance(7) < 0.2, 0, 1 + dice(8, 3))))) AS about,
    arrayStringConcat(arrayMap(i -> {texts:Array(String)}[1 + dice(20 + i, length({texts:Array(String)}))], range(1 + dice(9, {longest:UInt32})))) AS words,
    lower(hex(sipHash128(number, {seed:UInt64}))) AS post
SELECT
    post, {brands:Array(String)}[1 + skewed(40, length({brands:Array(String)}))],
    {sources:Array(String)}[spoke], {platforms:Array(String)}[spoke], toString(number), concat('https://bench.invalid/p/', toString(number)),
    ['review', 'post', 'comment'][1 + dice(41, 3)], '', '',
    -- an author writes several times; one post in twenty has none
    if(chance(42) < 0.05, '', substring(lower(hex(SHA256(toString(skewed(43, intDiv({all:UInt64}, 3) + 1))))), 1, {author:UInt32})), '',
    if(chance(44) < 0.4, toInt64(pow(10, 1 + 5 * pow(chance(45), 3))), -1), chance(46) < 0.02,
    fromUnixTimestamp64Milli(ms, 'UTC'), 'second', toDateTime64(0, 3, 'UTC'), fromUnixTimestamp64Milli(ms + 60000, 'UTC'), '', words, if(feeling = 'negative', 1.5, 4.5), '',
    dice(47, 40), dice(48, 9), -1, -1, false, 'zh', {regions:Array(String)}[1 + skewed(49, length({regions:Array(String)}))], shop, '',
    '', '', '', '',
    '', feeling, multiIf(feeling = 'negative', -0.7, feeling = 'positive', 0.7, 0), round(0.5 + chance(50) / 2, 2), multiIf(complains, 'angry', feeling = 'positive', 'happy', ''),
    arrayMap(i -> {aspects:Array(String)}[i], about), arrayMap(i -> if(cityHash64(number, i) % 4 = 0, 'positive', feeling), about),
    arrayMap(i -> toUInt32(i % 7), about), arrayMap(i -> toUInt32(i % 7 + 4), about), arrayMap(i -> toFloat32(0.8), about), arrayMap(i -> '', about),
    if(chance(51) < 0.55, arrayDistinct(arrayMap(i -> {topics:Array(String)}[1 + skewed(52 + i, length({topics:Array(String)}))], range(1 + dice(56, 2)))), []),
    if(complains, 'complaint', ''), complains, toUInt8(if(complains, 1 + floor(3 * pow(chance(57), 4)), 0)), [], false, chance(58) < 0.01,
    if(chance(59) < 0.06, ['ad'], []), arrayDistinct(arrayMap(i -> {words:Array(String)}[1 + skewed(60 + i, length({words:Array(String)}))], range(3))),
    'zh-Hans', cityHash64(words), '', '', 'bench-1',
    '', '', [], [], [], [], '', false,
    0, 0, 0, 0, 0, 0, 0,
    {revision:UInt64} + number, 0
FROM numbers({first:UInt64}, {n:UInt64})
WHERE number % {again:UInt64} = 0
SETTINGS max_insert_threads = 2, max_block_size = 65536, min_insert_block_size_rows = 1048576, enable_analyzer = 1
