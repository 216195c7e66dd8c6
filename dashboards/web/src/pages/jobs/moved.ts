import { useEffect, useRef } from "react";
import { jobsMoved } from "../../state/live";

/** Does something whenever the server says that a job has begun, moved or ended. */
export function useJobsMoved(act: () => void): void {
  const now = useRef(act);
  now.current = act;
  useEffect(() => {
    const heard = () => now.current();
    window.addEventListener(jobsMoved, heard);
    return () => window.removeEventListener(jobsMoved, heard);
  }, []);
}
