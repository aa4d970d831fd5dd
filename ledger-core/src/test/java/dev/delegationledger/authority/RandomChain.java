package dev.delegationledger.authority;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.scope.Generated;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Chains of grants that attenuation accepts, each child drawn near its parent. */
final class RandomChain {
  static final int LATEST = 40;

  private static final List<String> KEYS = List.of("aat_aud", "dataset", "environment");
  private static final List<String> TASKS = List.of("T", "T/a", "T/a/b", "T/b", "Ta");
  private static final int CANDIDATES = 12;

  private final Random random;
  private final Generated generated;
  private final InMemorySigner key = InMemorySigner.ed25519(Bytes.of(new byte[32]));
  private final Hash thumbprint = Jwk.thumbprint(key.publicKey());

  RandomChain(long seed) {
    this.random = new Random(seed);
    this.generated = new Generated(seed);
  }

  /** Four grants, root first. */
  List<Statement.Grant> grants() {
    List<Statement.Grant> chain = new ArrayList<>();
    chain.add(grant(0, generated.scope(), Optional.empty()));
    while (chain.size() < 4) {
      chain.add(below(List.copyOf(chain)));
    }
    return chain;
  }

  /** The first candidate that is accepted; a copy of the parent is. */
  private Statement.Grant below(List<Statement.Grant> above) {
    Statement.Grant parent = above.get(above.size() - 1);
    for (int i = 0; i < CANDIDATES; i++) {
      Statement.Grant candidate =
          grant(
              parent.depth() + 1,
              likely(20) ? generated.scope() : generated.narrow(parent.scope()),
              Optional.of(parent));
      if (GrantAttenuation.check(above, candidate).isEmpty()) {
        return candidate;
      }
    }
    return copy(parent);
  }

  private Statement.Grant grant(long depth, Scope scope, Optional<Statement.Grant> parent) {
    long latest = parent.map(Statement.Grant::expiresAt).orElse((long) LATEST);
    return new Statement.Grant(
        issued(parent.map(p -> p.issued().issuedAt()).orElse(0L) + random.nextInt(2)),
        likely(10) ? LATEST : Math.max(1, latest - random.nextInt(6)),
        key.publicKey(),
        depth,
        8,
        parent.map(p -> thumbprint),
        scope,
        Optional.empty(),
        thumbprint,
        likely(40) ? Optional.of(new Task(pick(TASKS), Optional.empty())) : Optional.empty(),
        likely(40) ? Optional.of((long) random.nextInt(12)) : Optional.empty(),
        limits(scope, parent),
        context(parent),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private Issued issued(long at) {
    return new Issued(thumbprint, Optional.of("ledger"), "g", at, Set.of());
  }

  private Statement.Grant copy(Statement.Grant parent) {
    return new Statement.Grant(
        parent.issued(),
        parent.expiresAt(),
        parent.holder(),
        parent.depth() + 1,
        parent.maxDepth(),
        Optional.of(thumbprint),
        parent.scope(),
        parent.delegator(),
        parent.delegate(),
        Optional.empty(),
        Optional.empty(),
        Limits.NONE,
        new TreeMap<>(),
        parent.demands(),
        Optional.empty(),
        Optional.empty());
  }

  private Limits limits(Scope scope, Optional<Statement.Grant> parent) {
    Optional<Long> uses = likely(40) ? Optional.of(1L + random.nextInt(6)) : Optional.empty();
    return new Limits(uses, likely(50) ? Optional.of(spend(scope, parent)) : Optional.empty());
  }

  private Spend spend(Scope scope, Optional<Statement.Grant> parent) {
    SortedMap<String, Optional<String>> amounts = new TreeMap<>();
    Optional<Spend> above = parent.flatMap(p -> p.limits().spend());
    for (String tool : scope.tools().keySet()) {
      Optional<String> own = likely(30) ? Optional.empty() : Optional.of(likely(80) ? "/x" : "/y");
      amounts.put(tool, above.map(s -> s.amounts().getOrDefault(tool, own)).orElse(own));
    }
    return new Spend(
        likely(5) ? "USD" : "EUR",
        likely(50) ? Optional.of(1L + random.nextInt(4)) : Optional.empty(),
        1 + random.nextInt(8),
        amounts);
  }

  private SortedMap<String, Constraint> context(Optional<Statement.Grant> parent) {
    SortedMap<String, Constraint> context = new TreeMap<>();
    Map<String, Constraint> above =
        parent.map(p -> (Map<String, Constraint>) p.context()).orElse(Map.of());
    for (String name : KEYS) {
      if (likely(35)) {
        Constraint bound = above.get(name);
        context.put(name, bound == null ? generated.constraint(2) : generated.narrow(bound));
      }
    }
    return context;
  }

  private boolean likely(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
