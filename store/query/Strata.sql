-- How many mentions each stratum of the audit has: brand, sentiment and doubt.
SELECT concat(brand, '/', sentiment, if(probability < toFloat32({doubt:Float64}), '/unsure', '/sure')) AS stratum, count()
FROM mentions FINAL
WHERE {{filter}}
GROUP BY stratum
