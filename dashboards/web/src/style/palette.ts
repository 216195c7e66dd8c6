// The colours of both themes, once: CSS gets them as custom properties, Ant Design as tokens and
// ECharts as option values. palette.test.ts holds every text colour to WCAG AA on its ground.

export interface Palette {
  ground: string; // behind everything
  surface: string; // panels
  raised: string; // hover, selected, inputs
  line: string;
  lineStrong: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  accent: string;
  accentSoft: string;
  negative: string;
  negativeSoft: string;
  neutral: string;
  neutralSoft: string;
  positive: string;
  positiveSoft: string;
  red: string;
  orange: string;
  yellow: string;
  blue: string;
  redSoft: string;
  orangeSoft: string;
  yellowSoft: string;
  blueSoft: string;
  gap: string; // hatching over time nobody listened to
}

export const light: Palette = {
  ground: "#f2f4f4",
  surface: "#ffffff",
  raised: "#f5f8f8",
  line: "#e1e7e8",
  lineStrong: "#c5cfd1",
  ink: "#18262b",
  inkSoft: "#4b5b61",
  inkFaint: "#5b6b71",
  accent: "#25598c",
  accentSoft: "#e4eef7",
  negative: "#bd3526",
  negativeSoft: "#fbe6e2",
  neutral: "#a9b6ba",
  neutralSoft: "#eaefef",
  positive: "#177260",
  positiveSoft: "#dcf1ea",
  red: "#b3201a",
  orange: "#ad4f00",
  yellow: "#7d6200",
  blue: "#2462a3",
  redSoft: "#fce4e1",
  orangeSoft: "#fdebd8",
  yellowSoft: "#fbf2cc",
  blueSoft: "#e3eefa",
  gap: "#8b999e",
};

export const dark: Palette = {
  ground: "#0f1518",
  surface: "#161e22",
  raised: "#1d272c",
  line: "#263238",
  lineStrong: "#3b4a51",
  ink: "#e6edee",
  inkSoft: "#b0bec3",
  inkFaint: "#8fa0a6",
  accent: "#82b5e8",
  accentSoft: "#1c3147",
  negative: "#f08374",
  negativeSoft: "#43231f",
  neutral: "#5d6d74",
  neutralSoft: "#263136",
  positive: "#56c3a7",
  positiveSoft: "#163a33",
  red: "#ff8a7e",
  orange: "#f5a35c",
  yellow: "#e3c552",
  blue: "#86b8f0",
  redSoft: "#48201d",
  orangeSoft: "#432b15",
  yellowSoft: "#3a3214",
  blueSoft: "#1b3048",
  gap: "#6c7c83",
};

export const palettes = { light, dark };
export type Mode = keyof typeof palettes;

/** Puts a palette on the document as --ink, --ink-soft … and tells the browser which scheme it is. */
export function paint(mode: Mode, root: HTMLElement = document.documentElement): void {
  root.dataset.theme = mode;
  root.style.colorScheme = mode;
  for (const [name, value] of Object.entries(palettes[mode])) {
    root.style.setProperty("--" + name.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase()), value);
  }
}
