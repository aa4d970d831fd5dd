package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** What a principal is. A group has members and no key: see {@link Statement.Group}. */
public enum PrincipalKind implements Named {
  HUMAN,
  AGENT,
  ORGANISATION,
  SERVICE,
  GROUP
}
