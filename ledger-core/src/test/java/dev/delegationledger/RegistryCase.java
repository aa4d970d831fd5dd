package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.function.Function;

/**
 * An entry that admission refuses in the registry, where there are policies, groups and roles.
 *
 * @param reason why
 * @param claim what the case shows
 * @param entry prepares the registry and signs the entry
 */
record RegistryCase(Reason reason, String claim, Function<Registry, SignedEntry> entry) {
  static RegistryCase entry(Reason reason, String claim, Function<Registry, SignedEntry> entry) {
    return new RegistryCase(reason, claim, entry);
  }

  static RegistryCase draft(Reason reason, String claim, Function<Registry, Draft<?>> draft) {
    return new RegistryCase(reason, claim, r -> r.ledger.sign(draft.apply(r)));
  }
}
