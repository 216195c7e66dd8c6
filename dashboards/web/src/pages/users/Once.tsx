import { useState } from "react";
import { useUserWords } from "./words";

/** A secret that is shown this once. */
export function Once({ label, secret, help, close }: { label: string; secret: string; help: string; close: () => void }) {
  const w = useUserWords();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(secret).then(() => setCopied(true), () => undefined);
  return (
    <div className="access-once" role="status">
      <p>{label}</p>
      <p><code>{secret}</code></p>
      <p className="faint">{help}</p>
      <div className="access-buttons">
        <button type="button" className="btn btn-small" onClick={copy}>{copied ? `✓ ${w.copied}` : w.copy}</button>
        <button type="button" className="btn btn-small" onClick={close}>{w.close}</button>
      </div>
    </div>
  );
}
