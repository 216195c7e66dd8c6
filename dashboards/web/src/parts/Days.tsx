import { DatePicker } from "antd";
import dayjs from "dayjs";
import { dayOf } from "../format/zone";
import { useClock, useWords } from "../state/world";
import { AntLook } from "../style/AntLook";

/** Two days of the server's zone, the last one included. Loaded only when somebody picks days by hand. */
export default function Days({ onDone }: { onDone: (days: [string, string]) => void }) {
  const w = useWords();
  const clock = useClock();
  const today = dayjs(dayOf(clock.now, clock.zone));
  return (
    <AntLook>
      <DatePicker.RangePicker defaultOpen autoFocus disabledDate={(d) => d.isAfter(today, "day")} placeholder={[w.filter.from, w.filter.to]}
        onChange={(range) => {
          if (range?.[0] && range[1]) onDone([range[0].format("YYYY-MM-DD"), range[1].format("YYYY-MM-DD")]);
        }} />
    </AntLook>
  );
}
