SELECT count() FROM mentions FINAL
