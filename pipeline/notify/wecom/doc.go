// Package wecom sends messages through a robot of a WeCom (企业微信) group: one POST of Markdown to an
// address whose key is the only secret.
//
// From the operator's page (90000/90136/91770): text has at most 2,048 bytes and markdown 4,096, in
// UTF-8, so bytes and not characters are counted; only text can call people by mobile number, so who a
// message is for is called in a short text behind it. Twenty messages a minute for one robot. 45009 is
// the platform's code for "too many calls"; that robots answer it is what their users report, no page
// of the operator's says so: it is treated as the limit whatever it says beside. <@userid> calls people
// in Markdown as well, which is why the text of posts never keeps a "<".
package wecom
