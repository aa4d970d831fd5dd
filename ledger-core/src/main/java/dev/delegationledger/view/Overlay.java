package dev.delegationledger.view;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A ledger with some more entries on top, in memory: a batch that is being admitted over the stored
 * ledger, or a whole replay over the empty one. Not thread-safe.
 */
public final class Overlay implements LedgerState {
  private final LedgerState base;
  private final Map<Hash, PlacedEntry> entries = new HashMap<>();
  private final Map<Long, StatusList> statuses = new HashMap<>();
  private final Map<Hash, Set<String>> jtis = new HashMap<>();
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();
  private final Map<String, PrincipalKind> principals = new HashMap<>();
  private final Set<Hash> outcomes = new HashSet<>();

  /** Nothing on top of {@code base} yet. */
  public Overlay(LedgerState base) {
    this.base = base;
  }

  /** Adds an entry; the first one with a hash stays the one that is found. */
  public void add(PlacedEntry entry) {
    entries.putIfAbsent(entry.hash(), entry);
    Statement statement = entry.entry().statement();
    jtis.computeIfAbsent(entry.signer(), signer -> new HashSet<>()).add(statement.issued().jti());
    if (statement instanceof Statement.Enrolment enrolment) {
      keys.put(Jwk.thumbprint(enrolment.key()), enrolment.key());
      principals.putIfAbsent(enrolment.id(), enrolment.principal());
    } else if (statement instanceof Statement.Outcome outcome) {
      outcomes.add(outcome.action());
    }
  }

  /** Sets status lists. */
  public void put(Map<Long, StatusList> changed) {
    statuses.putAll(changed);
  }

  /** The status lists set on top. */
  public Map<Long, StatusList> statuses() {
    return Map.copyOf(statuses);
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    PlacedEntry entry = entries.get(hash);
    return entry == null ? base.find(hash) : Optional.of(entry);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    PlacedEntry entry = entries.get(hash);
    return entry == null ? base.indexOf(hash) : OptionalLong.of(entry.index());
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    StatusList facts = statuses.get(index);
    return facts == null ? base.status(index) : Optional.of(facts);
  }

  @Override
  public boolean jtiUsed(Hash signer, String jti) {
    return jtis.getOrDefault(signer, Set.of()).contains(jti) || base.jtiUsed(signer, jti);
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return keys.containsKey(thumbprint) || base.keyEnrolled(thumbprint);
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    return Optional.ofNullable(principals.get(id)).or(() -> base.principal(id));
  }

  @Override
  public boolean outcomeRecorded(Hash action) {
    return outcomes.contains(action) || base.outcomeRecorded(action);
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    return Optional.ofNullable(keys.get(thumbprint)).or(() -> base.key(thumbprint));
  }
}
