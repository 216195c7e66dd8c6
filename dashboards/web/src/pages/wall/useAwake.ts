import { useEffect, useState } from "react";

/** Keeps the screen on while the page is seen, where the browser can; says whether it does. */
export function useAwake(): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const take = async () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      try {
        const taken = await navigator.wakeLock.request("screen");
        if (gone) return void taken.release();
        lock = taken;
        setAwake(true);
        taken.addEventListener("release", () => setAwake(false));
      } catch {
        // A machine that saves power may refuse; the wall works all the same.
      }
    };
    const seen = () => void take(); // the browser lets go of it whenever the page is hidden
    void take();
    document.addEventListener("visibilitychange", seen);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", seen);
      void lock?.release();
    };
  }, []);
  return awake;
}
