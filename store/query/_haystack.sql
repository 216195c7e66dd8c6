concatWithSeparator('\n', norm, title, text)
