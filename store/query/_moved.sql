    sumIf(part, now) AS n,
    sumIf(bad, now) AS negative,
    sumIf(good, now) AS positive,
    sumIf(part, NOT now) AS before,
    sumIf(bad, NOT now) AS before_negative
