    sumIf(part, now) AS n,
    sumIf(bad, now) AS negative,
    sumIf(calm, now) AS neutral,
    sumIf(good, now) AS positive,
    sumIf(complaining, now) AS complaints,
    sumIf(part, NOT now) AS before
