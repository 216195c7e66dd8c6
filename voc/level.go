package voc

// Level is how grave an alert or a work order is. The trade's colours; always shown with the word.
type Level string

// Levels from gravest to mildest: S1 … S4.
const (
	Red    Level = "red"
	Orange Level = "orange"
	Yellow Level = "yellow"
	Blue   Level = "blue"
)

// Levels lists them, the gravest first.
func Levels() []Level { return []Level{Red, Orange, Yellow, Blue} }

// Rank orders levels, 4 gravest; 0 is no level at all.
func (l Level) Rank() int {
	switch l {
	case Red:
		return 4
	case Orange:
		return 3
	case Yellow:
		return 2
	case Blue:
		return 1
	}
	return 0
}

// Graver tells whether l is a graver level than another.
func (l Level) Graver(than Level) bool { return l.Rank() > than.Rank() }

// Title is the colour as people say it: 红, 橙, 黄, 蓝; 蓝 for no level, the least there is.
func (l Level) Title() string {
	switch l {
	case Red:
		return "红"
	case Orange:
		return "橙"
	case Yellow:
		return "黄"
	}
	return "蓝"
}
