SELECT countIf(cluster = 0) + uniqExactIf((cluster, brand), cluster != 0) FROM mentions FINAL WHERE {{filter}}
