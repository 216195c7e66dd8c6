/** Where the reader goes on after the provider sent them back: this page, without what the last try left. */
export function backTo(path: string, search: string): string {
  const q = new URLSearchParams(search);
  q.delete("signin");
  const text = q.toString();
  return text ? `${path}?${text}` : path;
}
