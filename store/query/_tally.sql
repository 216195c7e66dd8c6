    countIf(now) AS n,
    countIf(now AND sentiment = 'negative') AS negative,
    countIf(now AND sentiment = 'neutral') AS neutral,
    countIf(now AND sentiment = 'positive') AS positive,
    countIf(now AND complaint) AS complaints,
    countIf(NOT now) AS before
