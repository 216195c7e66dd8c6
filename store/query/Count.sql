SELECT count() FROM mentions FINAL WHERE {{filter}}
