import { tell } from "../../api/client";
import { Frame } from "./Frame";
import { PasswordForm } from "./PasswordForm";
import { useSignInWords } from "./words";

/** Who came with a password for one use chooses their own before anything else. */
export default function ChoosePassword({ name }: { name: string }) {
  const w = useSignInWords();
  return (
    <Frame title={w.choose}>
      <p>{w.chooseLead(name)}</p>
      <PasswordForm once name={name} />
      <p><button type="button" className="textlink" onClick={() => void tell("/sign-out", {}).finally(() => window.location.reload())}>{w.signOut}</button></p>
    </Frame>
  );
}
