package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** What a principal is. */
public enum PrincipalKind implements Named {
  HUMAN,
  AGENT,
  ORGANISATION,
  SERVICE
}
