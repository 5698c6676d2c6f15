import { account, mode, sinceTold } from "../desk/state.ts";
import { healthShapes } from "../parts/health-shape.ts";
import { Icon } from "../parts/icon.tsx";
import { type AccountFact, accountFacts } from "../words/account.ts";

function FactChip({ fact }: { readonly fact: AccountFact }) {
  const [icon, tone, word] = healthShapes[fact.health];
  return (
    <li class={`chip health-${fact.health}`} title={fact.more}>
      <Icon name={icon} tone={tone} />
      <span class="sr-only">{word}</span>
      <span>{fact.label}</span>
      <span class="fact-words">{fact.words}</span>
    </li>
  );
}

/** How the account at the exchange stands; not there on paper, where none is open. */
export function AccountStrip() {
  const shown = account.value;
  if (shown === undefined) return null;
  const facts = accountFacts(shown, sinceTold.value);
  return (
    <div class="account-strip">
      <ul class="chips is-open" aria-label={`Account, ${mode.value ?? ""}`}>
        {facts.map((fact) => (
          <FactChip key={fact.label} fact={fact} />
        ))}
      </ul>
    </div>
  );
}
