lowerUTF8(concat(title, '\n', text, '\n', norm))
