// Package markup reads what a message says. Messages are written in a small Markdown (paragraphs,
// headings, quotations, lists, bold, code, links, backslash escapes); each channel writes the blocks
// in its own dialect, and none of them can be left by what a post says: the dialects get text, never
// markup.
//
// Whoever writes a message escapes what others wrote with Escape. What is not understood as markup
// is text; a link leads to http or https or is no link.
package markup
