INSERT INTO control (holder, beat, released)
