// Package sqlite reads the rows of an SQLite database file, and nothing else of it: no SQL is run,
// so neither views nor triggers nor a crafted schema do anything. It follows the published file
// format, version 3: pages, B-trees of tables, records, overflow. A database of any size is read
// with one page of each level in memory.
//
// It is no library's work because a library opens a file as a database: it runs the stranger's
// schema and may write beside the file.
package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Magic is what every database begins with.
const Magic = "SQLite format 3\x00"

// Limits of what is believed.
const (
	maxDepth   = 40       // levels of a tree; a real one has five
	maxRecord  = 16 << 20 // bytes of one row
	maxColumns = 32_767   // SQLite's own
)

var errDamaged = errors.New("the database is damaged")

// DB is an open database.
type DB struct {
	r        io.ReaderAt
	pageSize int
	usable   int // bytes of a page without what is reserved at its end
	pages    uint32
	encoding uint32 // 1 UTF-8, 2 UTF-16le, 3 UTF-16be
	tables   []Table
}

// Table is one table of the schema.
type Table struct {
	Name    string
	Columns []string
	root    uint32
	rowid   int // the column that is the row's own number; -1 none
}

// Open reads the schema.
func Open(r io.ReaderAt, size int64) (*DB, error) {
	head := make([]byte, 100)
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return nil, fmt.Errorf("%w: it is cut off: %w", errDamaged, err)
	}
	if string(head[:16]) != Magic {
		return nil, errors.New("this is no SQLite database")
	}
	d := &DB{r: r, pageSize: int(binary.BigEndian.Uint16(head[16:])), encoding: binary.BigEndian.Uint32(head[56:])}
	if d.pageSize == 1 {
		d.pageSize = 65536
	}
	if d.pageSize < 512 || d.pageSize&(d.pageSize-1) != 0 {
		return nil, fmt.Errorf("%w: pages of %d bytes", errDamaged, d.pageSize)
	}
	if d.usable = d.pageSize - int(head[20]); d.usable < 480 {
		return nil, fmt.Errorf("%w: pages of %d usable bytes", errDamaged, d.usable)
	}
	d.pages = uint32(min(size/int64(d.pageSize), math.MaxUint32))
	if told := binary.BigEndian.Uint32(head[28:]); told > d.pages && string(head[24:28]) == string(head[92:96]) {
		return nil, fmt.Errorf("%w or cut off: %d of %d pages are there", errDamaged, d.pages, told)
	}
	return d, d.schema()
}

// schema reads the list of tables, which is itself a table, on page 1.
func (d *DB) schema() error {
	master := Table{Name: "sqlite_schema", Columns: []string{"type", "name", "tbl_name", "rootpage", "sql"}, root: 1, rowid: -1}
	rows := d.Rows(master)
	for {
		values, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		root, err := strconv.ParseUint(values[3], 10, 32)
		if values[0] != "table" || err != nil || root == 0 || strings.HasPrefix(values[1], "sqlite_") {
			continue
		}
		t := Table{Name: values[1], root: uint32(root)}
		var plain bool
		if t.Columns, t.rowid, plain = columns(values[4]); plain {
			d.tables = append(d.tables, t)
		}
	}
}

// Tables lists the ordinary tables in the order they were made.
func (d *DB) Tables() []Table { return d.tables }

// Rows walks through the rows of a table in the order of their numbers.
type Rows struct {
	d     *DB
	t     Table
	stack []place
	seen  uint32 // pages; each belongs to one place only, so more than there are is a circle
	err   error
}

// place is where a walk stands on one page.
type place struct {
	page []byte
	head int // where the page's own header begins
	cell int // the next
}

// Rows begins a walk.
func (d *DB) Rows(t Table) *Rows {
	r := &Rows{d: d, t: t}
	r.err = r.push(t.root)
	return r
}

func (r *Rows) push(number uint32) error {
	if len(r.stack) >= maxDepth {
		return fmt.Errorf("%w: a tree is deeper than %d pages", errDamaged, maxDepth)
	}
	page, err := r.page(number)
	if err != nil {
		return err
	}
	p := place{page: page}
	if number == 1 {
		p.head = 100
	}
	if kind := page[p.head]; kind != inner && kind != leaf {
		return fmt.Errorf("%w: page %d is none of a table", errDamaged, number)
	}
	r.stack = append(r.stack, p)
	return nil
}

// kinds of pages of tables
const inner, leaf = 5, 13

func (r *Rows) page(number uint32) ([]byte, error) {
	d := r.d
	if r.seen++; r.seen > d.pages {
		return nil, fmt.Errorf("%w: its pages go round in a circle", errDamaged)
	}
	if number == 0 || number > d.pages {
		return nil, fmt.Errorf("%w or cut off: there is no page %d", errDamaged, number)
	}
	b := make([]byte, d.pageSize)
	n, err := d.r.ReadAt(b, int64(number-1)*int64(d.pageSize))
	if n < len(b) {
		return nil, fmt.Errorf("%w or cut off in page %d: %w", errDamaged, number, err)
	}
	return b, nil
}

// Next returns the values of the next row as text, "" for NULL and for what is no text; io.EOF
// behind the last row.
func (r *Rows) Next() ([]string, error) {
	for r.err == nil {
		if len(r.stack) == 0 {
			return nil, io.EOF
		}
		top := &r.stack[len(r.stack)-1]
		cells := int(binary.BigEndian.Uint16(top.page[top.head+3:]))
		if top.page[top.head] == leaf {
			if top.cell >= cells {
				r.stack = r.stack[:len(r.stack)-1]
				continue
			}
			var b []byte
			if b, r.err = r.pointer(top, 8); r.err != nil {
				break
			}
			top.cell++
			values, err := r.row(b)
			if r.err = err; err == nil {
				return values, nil
			}
			break
		}
		switch child := top.cell; {
		case child > cells:
			r.stack = r.stack[:len(r.stack)-1]
		case child == cells:
			top.cell++
			r.err = r.push(binary.BigEndian.Uint32(top.page[top.head+8:]))
		default:
			var b []byte
			if b, r.err = r.pointer(top, 12); r.err == nil {
				top.cell++
				r.err = r.push(binary.BigEndian.Uint32(b))
			}
		}
	}
	return nil, r.err
}

// pointer returns what the page's next cell begins with; header is the length of the page's own.
func (r *Rows) pointer(p *place, header int) ([]byte, error) {
	at := p.head + header + 2*p.cell
	if at+2 > len(p.page) {
		return nil, errDamaged
	}
	from := int(binary.BigEndian.Uint16(p.page[at:]))
	if from < p.head+header || from+4 > r.d.usable {
		return nil, errDamaged
	}
	return p.page[from:r.d.usable], nil
}

// row reads a cell of a leaf: length, number, record.
func (r *Rows) row(b []byte) ([]string, error) {
	length, n := varint(b)
	number, m := varint(b[n:])
	if n == 0 || m == 0 || length > maxRecord {
		return nil, fmt.Errorf("%w: a row of %d bytes", errDamaged, length)
	}
	record, err := r.payload(b[n+m:], int(length))
	if err != nil {
		return nil, err
	}
	values, err := r.d.record(record, len(r.t.Columns))
	if err == nil && r.t.rowid >= 0 && r.t.rowid < len(values) {
		values[r.t.rowid] = strconv.FormatInt(int64(number), 10)
	}
	return values, err
}

// payload joins what is on the page with the pages it overflows to.
func (r *Rows) payload(b []byte, length int) ([]byte, error) {
	d := r.d
	most := d.usable - 35
	if length <= most {
		if length > len(b) {
			return nil, errDamaged
		}
		return b[:length], nil
	}
	least := (d.usable-12)*32/255 - 23
	here := least + (length-least)%(d.usable-4)
	if here > most {
		here = least
	}
	if here+4 > len(b) {
		return nil, errDamaged
	}
	all := append(make([]byte, 0, min(length, 1<<20)), b[:here]...)
	next := binary.BigEndian.Uint32(b[here:])
	for len(all) < length {
		page, err := r.page(next)
		if err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(page)
		all = append(all, page[4:min(d.usable, 4+length-len(all))]...)
	}
	return all, nil
}

// record takes a row apart. Columns added to the table later are missing in older rows.
func (d *DB) record(b []byte, columns int) ([]string, error) {
	size, n := varint(b)
	if n == 0 || size < uint64(n) || size > uint64(len(b)) {
		return nil, errDamaged
	}
	types, body := b[n:size], b[size:]
	values := make([]string, 0, columns)
	for len(types) > 0 {
		kind, n := varint(types)
		if n == 0 {
			return nil, errDamaged
		}
		types = types[n:]
		length := width(kind)
		if length > uint64(len(body)) || len(values) >= maxColumns {
			return nil, errDamaged
		}
		values = append(values, d.value(kind, body[:length]))
		body = body[length:]
	}
	for len(values) < columns {
		values = append(values, "")
	}
	return values[:columns], nil
}

// width is how many bytes a value of a kind takes.
func width(kind uint64) uint64 {
	switch {
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind == 6 || kind == 7:
		return 8
	case kind < 12:
		return 0
	}
	return (kind - 12) / 2
}

func (d *DB) value(kind uint64, b []byte) string {
	switch {
	case kind >= 1 && kind <= 6:
		n := int64(int8(b[0]))
		for _, c := range b[1:] {
			n = n<<8 | int64(c)
		}
		return strconv.FormatInt(n, 10)
	case kind == 7:
		f := math.Float64frombits(binary.BigEndian.Uint64(b))
		if math.Abs(f) >= 1e15 {
			return strconv.FormatFloat(f, 'E', -1, 64) // so that nobody takes it for an exact id
		}
		return strconv.FormatFloat(f, 'f', -1, 64)
	case kind == 8:
		return "0"
	case kind == 9:
		return "1"
	case kind >= 13 && kind%2 == 1:
		return d.text(b)
	}
	return ""
}

func (d *DB) text(b []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	switch d.encoding {
	case 2:
	case 3:
		order = binary.BigEndian
	default:
		return string(b)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// varint reads SQLite's big-endian numbers of one to nine bytes; n is 0 when b ends inside one.
func varint(b []byte) (v uint64, n int) {
	for i := range min(len(b), 9) {
		if i == 8 {
			return v<<8 | uint64(b[i]), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
