precision NOT IN ('day', 'none')
