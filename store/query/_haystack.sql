concat(norm, '\n', title, '\n', text)
