// The server names jobs in Chinese. Pure.

const said: [RegExp, (...parts: string[]) => string][] = [
  [/^批量更正 (\d+) 条$/, (n) => `${n} mentions`],
  [/^撤销批量更正 (\d+) 条$/, (n) => `${n} corrections`],
  [/^导出 (.+)$/, (name) => name],
  [/^访问 (.+)$/, (name) => name],
  [/^补采 (.+) 的 (\d+) 处缺口$/, (name, n) => `${name}, ${n} gap${n === "1" ? "" : "s"}`],
  [/^补采 (.+) (最早|\d{4}-\d\d-\d\d) 至 (现在|\d{4}-\d\d-\d\d)$/, (name, from, to) => `${name}, ${from === "最早" ? "the beginning" : from} to ${to === "现在" ? "now" : to}`],
  [/^重新理解历史声音$/, () => "History, understood anew"],
  [/^清理超过保存期限的内容$/, () => "What was kept long enough"],
  [/^寻找没有定义过的新词与新事$/, () => "Words and stories nobody has defined"],
  [/^由 (.+) 停止$/, (who) => `stopped by ${who}`],
  [/^下载没有完成：浏览器取消了下载，或网络断开$/, () => "The download did not end: the browser cancelled it, or the connection broke"],
];

/** A job's title, or why it ended, in English; a sentence that is not known stays as it is. */
export function jobInEnglish(text: string): string {
  for (const [pattern, say] of said) {
    const parts = pattern.exec(text);
    if (parts) return say(...parts.slice(1));
  }
  return text;
}
