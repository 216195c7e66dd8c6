    countIf(now) AS n,
    countIf(now AND sentiment = 'negative') AS negative,
    countIf(now AND sentiment = 'positive') AS positive,
    countIf(NOT now) AS before,
    countIf(NOT now AND sentiment = 'negative') AS before_negative
