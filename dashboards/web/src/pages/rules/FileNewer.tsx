import { Diff } from "./Diff";
import { changes } from "./rule";
import { useRuleWords } from "./words";
import type { Rule, RuleState } from "../../api/nouns";

/** rules.yaml was changed after a page changed the rule: what counts, how the file differs, and the ways on. */
export function FileNewer({ state, take }: { state: RuleState; take: (file: Rule) => void }) {
  const w = useRuleWords();
  const { file } = state;
  if (!state.file_newer || !file) return null;
  return (
    <section className="panel rule-newer" role="note" aria-label={w.fileNewer}>
      <p className="nothing-title">⚠ {w.fileNewer}</p>
      <p>{w.fileNewerSays}</p>
      {changes(state.rule, file).length > 0 && (
        <>
          <p className="faint">{w.inUse} {w.arrow} {w.inFile}</p>
          <Diff before={state.rule} after={file} />
          <p><button type="button" className="btn btn-small" onClick={() => take(file)}>{w.takeFile}</button></p>
        </>
      )}
    </section>
  );
}
