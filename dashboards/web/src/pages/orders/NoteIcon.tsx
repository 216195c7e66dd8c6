// A sign for each kind of event in an order's history; the word stands beside it.

const paths: Record<string, string> = {
  opened: "M8 3v10M3 8h10",
  assigned: "M3 8h9M9 5l3 3-3 3",
  claimed: "M3.5 8.5 6.5 11.5 12.5 4.5",
  noted: "M3 4h10v7H8l-3 2.5V11H3z",
  attached: "M6 10l4-4M7 5l1.5-1.5a2.5 2.5 0 0 1 3.5 3.5L10.5 8.5M9 11l-1.5 1.5A2.5 2.5 0 0 1 4 9l1.5-1.5",
  joined: "M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M2 13c0-2.5 1.8-4 4-4s4 1.5 4 4M12.5 5v4M10.5 7h4",
  left: "M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M2 13c0-2.5 1.8-4 4-4s4 1.5 4 4M10.5 7h4",
  answered: "M2.5 7 13 3l-3 10-2.5-4z",
  waiting: "M5.5 4v8M10.5 4v8",
  resumed: "M5 3.5 12 8l-7 4.5z",
  resolved: "M2.5 8.5 5 11l4-5.5M7.5 11 13.5 4.5",
  called_back: "M4 3l2 .5.7 2.5L5.4 7.3a8 8 0 0 0 3.3 3.3L10 9.3l2.5.7.5 2C11 14.500 2.500 8 4 3z",
  verifying: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9M10.300 10.300 14 14",
  verified: "M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4zM5.500 8l2 2 3-3.500",
  closed: "M4 7h8v6H4zM5.500 7V5a2.500 2.500 0 0 1 5 0v2",
  reopened: "M3.500 8a4.500 4.500 0 1 1 1.500 3.300M3 12.500l2-1.200L3.800 9.200",
  raised: "M8 13V3M4 7l4-4 4 4",
  regraded: "M3 13V9M7 13V6M11 13V3",
  escalated: "M8 3 14 13H2zM8 7v3M8 11.500v.2",
  false_alarm: "M4 4l8 8M12 4l-8 8",
  merged: "M3 3c0 5 5 3 5 9M13 3c0 5-5 3-5 9",
  cancelled: "M4 8h8",
};

export function NoteIcon({ type }: { type: string }) {
  return (
    <svg className="note-icon" width="22" height="22" viewBox="-3 -3 22 22" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[type] ?? "M8 8h.01"} />
    </svg>
  );
}
