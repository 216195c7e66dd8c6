// What a panel shows when it has no data: still loading, nothing there, or something went wrong.

import { Component, type ErrorInfo, type ReactNode } from "react";
import type { Problem } from "../api/client";
import type { Resource } from "../state/live";
import { useWords } from "../state/world";

/** Grey lines where text will stand: the page keeps its shape while it loads. */
export function Loading({ lines = 4, height }: { lines?: number; height?: number }) {
  const w = useWords();
  return (
    <div className="loading" role="status" style={height ? { height } : undefined}>
      <span className="unseen">{w.state.loading}</span>
      {Array.from({ length: lines }, (_, i) => <span key={i} className="bone" style={{ width: `${92 - ((i * 37) % 45)}%` }} aria-hidden="true" />)}
    </div>
  );
}

export function Nothing({ title, help, children }: { title: string; help?: string; children?: ReactNode }) {
  return (
    <div className="nothing">
      <svg width="44" height="28" viewBox="0 0 44 28" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" aria-hidden="true">
        <path d="M3 9h21a4.5 4.5 0 1 0-4.5-4.5M3 15h34M3 21h16a3.6 3.6 0 1 1-3.6 3.6" strokeDasharray="3 4" />
      </svg>
      <p className="nothing-title">{title}</p>
      {help && <p>{help}</p>}
      {children}
    </div>
  );
}

export function Failed({ error, retry }: { error: Problem; retry: () => void }) {
  const w = useWords();
  const help = error.status === 0 ? w.state.offline : error.status === 401 ? w.state.unauthorized : error.message;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{error.status === 404 ? w.state.gone : w.state.errorTitle}</p>
      <p>{error.status === 404 ? error.message || w.state.goneHelp : help}</p>
      <button type="button" className="btn btn-small" onClick={retry}>{w.state.retry}</button>
    </div>
  );
}

/** Shows a resource: its bones, its trouble, or its data, dimmed while they answer the question before. */
export function Show<T>({ of, lines, height, children }: { of: Resource<T>; lines?: number; height?: number; children: (data: T) => ReactNode }) {
  if (of.data !== null) {
    return (
      <div className={of.stale ? "stale" : undefined} aria-busy={of.stale}>
        {of.error && <TroubleLine error={of.error} retry={of.reload} />}
        {children(of.data)}
      </div>
    );
  }
  if (of.error) return <Failed error={of.error} retry={of.reload} />;
  return <Loading lines={lines} height={height} />;
}

/** Old data stay on the screen when a refresh fails, and this line says so. */
function TroubleLine({ error, retry }: { error: Problem; retry: () => void }) {
  const w = useWords();
  if (error.status === 0) return null; // the header already says that the server is away
  return (
    <p className="trouble" role="status">
      {error.message} <button type="button" className="textlink" onClick={retry}>{w.state.retry}</button>
    </p>
  );
}

interface CrashProps { words: { crashed: string; crashedHelp: string; reload: string }; children: ReactNode }

/** A mistake of ours in one page must not take the whole window with it. */
export class CatchCrash extends Component<CrashProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    if (!this.state.error) return this.props.children;
    const { words } = this.props;
    return (
      <div className="failed" role="alert">
        <p className="nothing-title">{words.crashed}</p>
        <p>{words.crashedHelp}</p>
        <pre>{this.state.error.message}</pre>
        <button type="button" className="btn" onClick={() => window.location.reload()}>{words.reload}</button>
      </div>
    );
  }
}
