import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { go } from "../state/route";

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  to: string;
  keepScroll?: boolean;
}

/** A link inside the product: a real address, so that it can be copied, opened in a new tab or read aloud. */
export function Link({ to, keepScroll, onClick, ...rest }: Props) {
  const click = (e: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(e);
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    go(to, { keepScroll });
  };
  return <a href={to} onClick={click} {...rest} />;
}
