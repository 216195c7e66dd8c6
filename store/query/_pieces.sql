piece.1 AS name, now, count(), countIf(piece.2 = 'negative'), countIf(piece.2 = 'neutral'), countIf(piece.2 = 'positive'), countIf(complaint)
