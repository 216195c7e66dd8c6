multiIf(author_followers < 0, 'unknown', author_followers < 1000, 'small', author_followers < 100000, 'middle', 'large')
