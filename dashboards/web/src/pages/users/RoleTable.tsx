import type { Users } from "../../api/nouns";
import { useTitles } from "./titles";
import { useUserWords } from "./words";

/** What each role may do, a permission a row. */
export function RoleTable({ roles }: { roles: Users["roles"] }) {
  const w = useUserWords();
  const t = useTitles();
  const all = [...new Set(roles.flatMap((r) => r.permits ?? []))].filter((p) => p !== "open" && p !== "self");
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={w.roles}>
      <table className="role-table">
        <caption className="unseen">{w.roles}</caption>
        <thead><tr><th scope="col">{w.what}</th>{roles.map((r) => <th key={r.role} scope="col">{t.role[r.role]}</th>)}</tr></thead>
        <tbody>
          {all.map((p) => (
            <tr key={p}><th scope="row">{t.permit[p] ?? p}</th>{roles.map((r) => <td key={r.role}>{(r.permits ?? []).includes(p) ? <span title={w.yes}>✓<span className="unseen">{w.yes}</span></span> : <span className="faint">—<span className="unseen">{w.no}</span></span>}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
