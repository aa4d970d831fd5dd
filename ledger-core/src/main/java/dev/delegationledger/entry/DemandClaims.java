package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The claims that demand approvals, in a grant and in each tier of a policy. */
final class DemandClaims {
  /** The most humans that one demand, or one quorum, can ask for. */
  static final int MAX_COUNT = 32;

  private static final int MAX_DEMANDS = 16;
  private static final int MAX_FROM = 64;
  private static final long MAX_VALID_FOR = 7_776_000;

  private DemandClaims() {}

  /** The demands in the array {@code name}, at least {@code min}. */
  static List<Demand> read(Members members, String name, int min) throws RefusedException {
    List<Members> items = members.objects(name);
    ClaimsReader.requireCount(members, name, items, min, MAX_DEMANDS);
    List<Demand> demands = new ArrayList<>();
    for (Members item : items) {
      demands.add(demand(item));
    }
    return demands;
  }

  private static Demand demand(Members demand) throws RefusedException {
    long count = ClaimsReader.within(demand, "count", 1, MAX_COUNT);
    List<Hash> from = ClaimsReader.hashes(demand, "from", 0, MAX_FROM);
    Set<AgentRole> roles = EnumSet.noneOf(AgentRole.class);
    roles.addAll(ClaimsReader.constants(demand, "roles", AgentRole.class));
    if (from.isEmpty() && roles.isEmpty()) {
      throw demand.refused("from", "expected somebody who may approve, by enrolment or by role");
    }
    Optional<Scope> when = ClaimsReader.optionalTools(demand, "when");
    if (when.isPresent() && when.get().tools().isEmpty()) {
      throw demand.refused("when", "expected at least one tool, or no condition");
    }
    return new Demand(
        count, from, roles, ClaimsReader.within(demand, "valid_for", 1, MAX_VALID_FOR), when);
  }

  static void write(String name, List<Demand> demands, ObjectWriter object) {
    object.objects(name, demands.stream().map(DemandClaims::demand).toList());
  }

  private static ObjectWriter demand(Demand demand) {
    ObjectWriter object =
        new ObjectWriter()
            .whole("count", demand.count())
            .hashes("from", demand.from())
            .codes("roles", demand.roles())
            .whole("valid_for", demand.validFor());
    demand.when().ifPresent(when -> object.tools("when", when));
    return object;
  }
}
