// Line icons of the menu, drawn here: seven small paths weigh less than an icon library.

const paths = {
  overview: "M3 17V9M8 17V4M13 17v-6M18 17V7",
  mentions: "M3 4h14v10H9l-4 3v-3H3zM6.5 8h7M6.5 11h4",
  alerts: "M10 3 18 16.5H2zM10 8v4M10 14.2v.3",
  rules: "M3 5h8M15 5h2M13 3v4M3 10h2M9 10h8M7 8v4M3 15h9M16 15h1M14 13v4",
  silences: "M5 8v4h2.5L12 15.5v-11L7.5 8zM14.5 8l3.5 4M18 8l-3.5 4",
  more: "M4 10h.8M9.6 10h.8M15.2 10h.8M4 9.6h.8M9.6 9.6h.8M15.2 9.6h.8",
  orders: "M4 3h12v14H4zM7 7.5l1.3 1.3L10.8 6M7 12.5l1.3 1.3 2.5-2.8M13 8h.5M13 13h.5",
  report: "M3 17h14M5.5 14V9M10 14V5M14.5 14v-3M3 3v14",
  causes: "M4 4h4v3H4zM12 8.5h4v3h-4zM12 14h4v3h-4zM6 7v8.500h6M6 10h6",
  deliveries: "M2.500 9.500 17 3l-4.500 14-3.500-6zM9 11l8-8",
  wall: "M2.500 4h15v10h-15zM7 17h6M10 14v3M5.500 11V8.500M8.500 11V7M11.500 11V9M14.500 11V6.500",
  filter: "M3 5h14M6 10h8M8.500 15h3",
  digest: "M4 3h9l3 3v11H4zM7 8h6M7 11h6M7 14h3",
  letters: "M3 5h14v10H3zM3 5.500l7 5.500 7-5.500",
  questions: "M4 3.500h12v9H9.500L6 16v-3.500H4zM8.300 6.500c.2-1.300 3.400-1.300 3.400.4 0 1.100-1.700 1.200-1.700 2.300M10 11v.2",
  audiences: "M6.500 9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM2 16c.4-2.800 2.100-4 4.500-4s4.100 1.200 4.500 4M12.500 6h5.500v5h-5.500zM12.500 6.300l2.750 2.200L18 6.300",
  topics: "M4 4h4v3H4zM12 4h4v3h-4zM12 8.5h4v3h-4zM12 13h4v3h-4zM8 5.500h4M10 5.500v9h2M10 10h2",
  aspects: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12M12.500 4v12",
  words: "M6.500 15.500h8a3 3 0 0 0 .5-5.960A4.500 4.500 0 0 0 6.300 8.500 3.500 3.500 0 0 0 6.500 15.500M7.500 12.500h5",
  heat: "M3 4h3.500v3.500H3zM8.250 4h3.500v3.500h-3.500zM13.500 4H17v3.500h-3.500zM3 9.500h3.500V13H3zM8.250 9.500h3.500V13h-3.500zM13.500 9.500H17V13h-3.500z",
  map: "M3 5.500 7.500 3.500l5 2 4.500-2v11l-4.500 2-5-2L3 16.500zM7.500 3.500v11M12.500 5.500v11",
  stores: "M3.500 8 5 3.500h10L16.500 8M3.500 8h13M4.500 8v8.500h11V8M8 16.500V12h4v4.500",
  authors: "M10 10a3.200 3.200 0 1 0 0-6.400A3.200 3.200 0 0 0 10 10ZM4 17c.6-3.200 2.800-4.600 6-4.600s5.400 1.400 6 4.600M15.500 5.500h2.500M15.500 8h2",
  rivals: "M10 3v14M4 17h12M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z",
  discoveries: "M10 17V9M10 11.5C10 8 7.5 6 3.5 6c0 3.5 2.5 5.5 6.5 5.5ZM10 9c0-3.5 2.5-6 6.5-6 0 4-2.5 6-6.5 6Z",
  users: "M7.5 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c.5-3 2.500-4.500 5.500-4.500S12.500 14 13 17M13 4a2.600 2.600 0 0 1 0 5M15 12.800c1.700.6 2.700 2 3 4.200",
  tokens: "M6.500 10.500a3.500 3.500 0 1 0 0 .01M10 10.500h8M15 10.500v3M17.500 10.500v2",
  account: "M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3.500 17.500c.8-3.500 3.200-5 6.500-5s5.700 1.500 6.500 5",
  quality: "M3 16.500 17 3.500M4 6.500l2 2 3.500-4M11 14.500l1.800 1.800 3.700-3.800",
  jobs: "M3 5h14M3 10h9M3 15h5M14 12.500v5l4-2.500z",
  ledger: "M5 3h11v14H5zM5 7h11M8 10h5M8 13h5M3 5v10",
  sources: "M10 10.2v6.3M10 10.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM6 12.6a5.6 5.6 0 0 1 0-8M14 12.6a5.6 5.6 0 0 0 0-8M3.6 15a9 9 0 0 1 0-12.8M16.4 15a9 9 0 0 0 0-12.8",
};
export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

export function WindMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M2 8h10.5a2.9 2.9 0 1 0-2.9-2.9M2 12h16.5M2 16h8.6a2.6 2.6 0 1 1-2.6 2.6" />
    </svg>
  );
}
