import { useEffect, useRef } from "react";
import { setLanguage, setTheme, useLanguage, useTheme, type Language, type Theme } from "../i18n/language";
import { useWords } from "../state/world";
import "./preferences.css";

const languages: Language[] = ["zh", "en"];
const themes: Theme[] = ["auto", "light", "dark"];

/** Language and light: plain radio buttons in a fold that closes by Escape and by a click elsewhere. */
export function Preferences() {
  const w = useWords();
  const language = useLanguage();
  const theme = useTheme();
  const fold = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (e: Event) => {
      const box = fold.current;
      if (!box?.open) return;
      if (e instanceof KeyboardEvent) {
        if (e.key !== "Escape") return;
        box.querySelector("summary")?.focus();
      } else if (e.target instanceof Node && box.contains(e.target)) return;
      box.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  const label = `${w.language.label} · ${w.theme.label}`;
  return (
    <details className="preferences" ref={fold}>
      <summary className="pulse" aria-label={label} title={label}>
        <svg width="18" height="18" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          <circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
        </svg>
        {language === "zh" ? "中" : "EN"}
      </summary>
      <div className="preferences-box">
        <Choice name="language" title={w.language.label} all={languages} chosen={language} word={(l) => w.language[l]} choose={setLanguage} />
        <Choice name="theme" title={w.theme.label} all={themes} chosen={theme} word={(t) => w.theme[t]} choose={setTheme} />
      </div>
    </details>
  );
}

function Choice<T extends string>({ name, title, all, chosen, word, choose }: { name: string; title: string; all: T[]; chosen: T; word: (t: T) => string; choose: (t: T) => void }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {all.map((t) => (
        <label key={t}><input type="radio" name={name} value={t} checked={t === chosen} onChange={() => choose(t)} />{word(t)}</label>
      ))}
    </fieldset>
  );
}
