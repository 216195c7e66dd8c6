package importer

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// family is one kind of file a known tool writes. A file belongs to the first family all of whose
// must are among its columns and none of whose not.
type family struct {
	format   string
	platform string
	kind     voc.PostKind
	must     []string
	not      []string
	of       map[field]string // columns, best first, separated by blanks
	original map[field]string // the same of the post that a repost repeats; nil: none in the row
}

// MediaCrawler has written two schemas: since July 2026 authors are creator_hash and a masked
// nickname, before they were user_id, nickname, avatar and more. Names decide, so both are read by
// the same table. The columns are those of its own store module; "viewd" is its spelling.
var mediaCrawler = []family{
	{platform: "douyin", kind: voc.PostPost, must: []string{"aweme_id", "aweme_type"}, of: map[field]string{
		fID: "aweme_id", fTitle: "title", fText: "desc", fURL: "aweme_url"}},
	{platform: "douyin", kind: voc.PostComment, must: []string{"comment_id", "aweme_id", "content"}, of: map[field]string{
		fID: "comment_id", fRoot: "aweme_id"}},
	{platform: "kuaishou", kind: voc.PostPost, must: []string{"video_id", "viewd_count"}, of: map[field]string{
		fID: "video_id", fTitle: "title", fText: "desc", fURL: "video_url", fViews: "viewd_count"}},
	{platform: "bilibili", kind: voc.PostPost, must: []string{"video_id", "video_play_count"}, of: map[field]string{
		fID: "video_id", fTitle: "title", fText: "desc", fURL: "video_url", fViews: "video_play_count", fReplies: "video_comment", fShares: "video_share_count"}},
	{platform: "bilibili", kind: voc.PostPost, must: []string{"dynamic_id", "text", "pub_ts"}, of: map[field]string{
		fID: "dynamic_id", fText: "text", fTime: "pub_ts", fReplies: "total_comments", fShares: "total_forwards", fLikes: "total_liked"}},
	{platform: "tieba", kind: voc.PostPost, must: []string{"note_id", "tieba_name", "total_replay_num"}, of: map[field]string{
		fID: "note_id", fTitle: "title", fText: "desc", fURL: "note_url", fReplies: "total_replay_num"}},
	{platform: "tieba", kind: voc.PostComment, must: []string{"comment_id", "tieba_name", "content"}, of: map[field]string{
		fID: "comment_id", fRoot: "note_id", fURL: "note_url"}},
	{platform: "zhihu", kind: voc.PostPost, must: []string{"content_id", "content_type", "content_text"}, of: map[field]string{
		fID: "content_id", fTitle: "title", fText: "content_text desc", fURL: "content_url", fSort: "content_type", fRoot: "question_id"}},
	{platform: "zhihu", kind: voc.PostComment, must: []string{"comment_id", "content_id", "content"}, of: map[field]string{
		fID: "comment_id", fRoot: "content_id"}},
	{platform: "weibo", kind: voc.PostComment, must: []string{"comment_id", "note_id", "create_date_time", "content"}, of: map[field]string{
		fID: "comment_id", fRoot: "note_id"}},
	{platform: "weibo", kind: voc.PostPost, must: []string{"note_id", "create_date_time", "content"}, of: map[field]string{
		fID: "note_id", fText: "content", fURL: "note_url"}},
	{platform: "xhs", kind: voc.PostComment, must: []string{"comment_id", "note_id", "content", "create_time"}, of: map[field]string{
		fID: "comment_id", fRoot: "note_id"}},
	{platform: "xhs", kind: voc.PostPost, must: []string{"note_id", "desc", "time"}, of: map[field]string{
		fID: "note_id", fTitle: "title", fText: "desc", fURL: "note_url"}},
	// Comments of two sites that differ by one column.
	{platform: "bilibili", kind: voc.PostComment, must: []string{"comment_id", "video_id", "content", "like_count"}, of: map[field]string{
		fID: "comment_id", fRoot: "video_id"}},
	{platform: "kuaishou", kind: voc.PostComment, must: []string{"comment_id", "video_id", "content"}, not: []string{"like_count"}, of: map[field]string{
		fID: "comment_id", fRoot: "video_id"}},
}

// mediaColumns are what all its files share.
var mediaColumns = map[field]string{
	fText:     "content",
	fTime:     "time create_time created_time publish_time create_date_time",
	fEdited:   "last_update_time updated_time",
	fFetched:  "last_modify_ts",
	fAuthor:   "nickname user_nickname user_name",
	fAuthorID: "user_id creator_hash sec_uid user_link",
	fLikes:    "liked_count like_count comment_like_count voteup_count",
	fReplies:  "comment_count comments_count sub_comment_count",
	fShares:   "share_count shared_count",
	fRegion:   "ip_location",
	fKeyword:  "source_keyword",
	fParent:   "parent_comment_id",
}

// errPeople says that a file is about people, who are none of our business.
var errPeople = errors.New("this is MediaCrawler's list of creators or contacts: people, not posts; import its contents and comments")

var families = slices.Concat(mediaCrawler, weiboCrawler)

// known finds the tool that writes files with these columns; nil when it is none we know.
func known(names []string) (*schema, error) {
	for i := range families {
		if f := &families[i]; f.fits(names) {
			return f.schema(names), nil
		}
	}
	marks := 0
	for _, mark := range []string{"fans", "follows", "interaction", "total_fans", "total_liked", "last_modify_ts"} {
		if slices.Contains(names, mark) {
			marks++
		}
	}
	if marks >= 3 || slices.Contains(names, "fan_id") && slices.Contains(names, "up_id") {
		return nil, errPeople
	}
	return nil, nil
}

func (f *family) fits(names []string) bool {
	for _, m := range f.must {
		if !slices.Contains(names, m) {
			return false
		}
	}
	for _, n := range f.not {
		if slices.Contains(names, n) {
			return false
		}
	}
	// Both tools' names are common words; a mark of the tool itself must be there, too.
	return f.format != "" || slices.Contains(names, "last_modify_ts") || slices.Contains(names, "creator_hash") || slices.Contains(names, "source_keyword")
}

func (f *family) schema(names []string) *schema {
	sc := &schema{format: f.format, platform: f.platform, kind: string(f.kind), names: names, of: map[field][]int{}}
	fill := func(fields map[field]string) {
		for key, columns := range fields {
			if sc.has(key) {
				continue
			}
			for _, c := range strings.Fields(columns) {
				if i := slices.Index(names, c); i >= 0 {
					sc.of[key] = append(sc.of[key], i)
				}
			}
		}
	}
	fill(f.of)
	if f.format == "" {
		sc.format = FormatMediaCrawler
		fill(mediaColumns)
	}
	if f.original != nil {
		sc.original = (&family{format: f.format, platform: f.platform, kind: f.kind, of: f.original}).schema(names)
	}
	return sc
}

// schemaOf finds what a JSON object's names mean.
func (s *session) schemaOf(names []string) (*schema, error) {
	key := strings.Join(names, "\x00")
	if sc := s.schemas[key]; sc != nil {
		return sc, nil
	}
	sc, err := s.understand(names)
	if err != nil {
		return nil, err
	}
	if len(s.schemas) < 1000 { // a file whose every object has other names is not worth remembering
		s.schemas[key] = sc
	}
	if s.result.Columns == nil {
		s.result.Columns = sc.columns()
	}
	return sc, nil
}

// understand finds what columns mean, by the tool or by the words, and notes what the file is.
func (s *session) understand(names []string) (*schema, error) {
	clean := trimNames(names)
	sc, err := known(clean)
	if err != nil {
		return nil, err
	}
	chosen, template := s.chosen(clean)
	if sc != nil && len(chosen) > 0 {
		for f, places := range generic(clean, chosen).of {
			if chosen[string(f)] != "" {
				sc.of[f] = places
			}
		}
	}
	if want := s.o.Format; (want == FormatMediaCrawler || want == FormatWeiboCrawler) && (sc == nil || sc.format != want) {
		return nil, fmt.Errorf("these are not the columns %s writes: %s", want, strings.Join(firstFew(clean), ", "))
	}
	if sc == nil {
		sc = generic(clean, chosen)
	}
	s.use(template)
	if !sc.has(fText) && !sc.has(fTitle) {
		return nil, fmt.Errorf("%w: the columns are %s; say which holds it, e.g. --column text=%s", ErrNoText, strings.Join(firstFew(clean), ", "), firstFew(clean)[0])
	}
	if sc.format != "" {
		s.result.Format = sc.format
	}
	if s.result.Platform == "" {
		if s.result.Platform = s.o.Platform; s.result.Platform == "" {
			s.result.Platform = sc.platform
		}
	}
	return sc, nil
}

// trimNames takes off headers what programs leave around them: those on Windows end rows with two
// carriage returns and a line feed.
func trimNames(names []string) []string {
	clean := make([]string, len(names))
	for i, n := range names {
		clean[i] = strings.Trim(n, " \ufeff\t\r")
	}
	return clean
}

func firstFew(names []string) []string {
	switch {
	case len(names) == 0:
		return []string{"(none)"}
	case len(names) > 12:
		return append(slices.Clone(names[:12]), "…")
	}
	return names
}

// versions are the columns of MediaCrawler's tables in the order it writes them: those since July
// 2026, and the one of before that we have seen. A file that was begun by one version and continued
// by the next has rows that do not fit its header.
var versions = []string{
	"note_id,type,title,desc,video_url,time,last_update_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,image_list,tag_list,last_modify_ts,note_url,source_keyword,xsec_token",
	"note_id,type,title,desc,video_url,time,last_update_time,user_id,nickname,avatar,liked_count,collected_count,comment_count,share_count,ip_location,image_list,tag_list,last_modify_ts,note_url,source_keyword,xsec_token",
	"comment_id,create_time,note_id,content,creator_hash,nickname,sub_comment_count,pictures,parent_comment_id,last_modify_ts,like_count",
	"aweme_id,aweme_type,title,desc,create_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,last_modify_ts,aweme_url,cover_url,video_download_url,music_download_url,note_download_url,source_keyword",
	"comment_id,create_time,aweme_id,content,creator_hash,nickname,sub_comment_count,like_count,last_modify_ts,parent_comment_id,pictures",
	"video_id,video_type,title,desc,create_time,creator_hash,nickname,liked_count,viewd_count,last_modify_ts,video_url,video_cover_url,video_play_url,source_keyword",
	"comment_id,create_time,video_id,content,creator_hash,nickname,sub_comment_count,last_modify_ts",
	"video_id,video_type,title,desc,create_time,creator_hash,nickname,liked_count,disliked_count,video_play_count,video_favorite_count,video_share_count,video_coin_count,video_danmaku,video_comment,last_modify_ts,video_url,video_cover_url,source_keyword",
	"comment_id,parent_comment_id,create_time,video_id,content,creator_hash,nickname,sub_comment_count,like_count,last_modify_ts",
	"note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count,last_modify_ts,note_url,creator_hash,nickname,source_keyword",
	"comment_id,create_time,create_date_time,note_id,content,sub_comment_count,comment_like_count,last_modify_ts,parent_comment_id,creator_hash,nickname",
}

// otherVersion finds the version of the tool a row of that platform was written by, when its
// columns hold what they should; nil when none fits.
func otherVersion(values []string, platform string) *schema {
	for _, v := range versions {
		names := strings.Split(v, ",")
		if len(names) != len(values) {
			continue
		}
		sc, err := known(names)
		if err != nil || sc == nil || sc.platform != platform {
			continue
		}
		rec := record{values: values}
		modified, hash, address := sc.get(rec, fFetched), sc.get(rec, fAuthorID), sc.get(rec, fURL)
		if !millis.MatchString(modified) || !unixTime.MatchString(sc.get(rec, fTime)) ||
			!hexID.MatchString(hash) || address != "" && !strings.HasPrefix(address, "http") {
			continue
		}
		return sc
	}
	return nil
}

var (
	millis   = regexp.MustCompile(`^1\d{12}$`)
	unixTime = regexp.MustCompile(`^1\d{9}(\d{3})?$`)
	hexID    = regexp.MustCompile(`^[0-9a-f]{16,24}$`)
)
