package dev.delegationledger.authority.reference;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Genesis;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Model;
import dev.delegationledger.entry.Statement.Quorum;
import dev.delegationledger.entry.Statement.Shift;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.view.StoredLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The beginnings that histories share, and the telling of one from small numbers. */
final class Histories {
  static final String ORIGIN = "example.com/histories";
  static final int BEGINNINGS = 4;

  private static final long DAY = 86_400;
  private static final Dice PLAIN = new Dice(List.of());

  private final List<Stage> beginnings = new ArrayList<>();

  /**
   * @param open whether everybody sees what is hidden, as whoever has the whole ledger does
   */
  Histories(boolean open) {
    MemoryStore store = MemoryStore.empty();
    TestClock clock = TestClock.at(Instant.ofEpochMilli(World.BEGIN));
    try {
      DelegationLedger genesis = ledger(store, clock);
      LedgerIdentity identity = StoredLedger.over(store).identity();
      genesis.close();
      Signing signing = new Signing(open);
      for (int i = 0; i < BEGINNINGS; i++) {
        Stage stage = new Stage(identity, signing, new Tally());
        new Beginning(stage, i).tell();
        beginnings.add(stage);
      }
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A ledger of genesis only, the same every time. */
  static DelegationLedger ledger(MemoryStore store, TestClock clock) {
    return DelegationLedger.openOrCreate(
        store,
        Genesis.of(ORIGIN, World.LEDGER.signer())
            .authority(World.HR.open())
            .authority(World.HR2.open()),
        clock,
        Signing.seeded("genesis"));
  }

  /** Tells a history; the first number chooses its beginning. */
  Stage tell(List<List<Integer>> steps, Tally tally) {
    return tell(steps, tally, stage -> {});
  }

  /**
   * As {@link #tell(List, Tally)}.
   *
   * @param after is called at the beginning and after every step
   */
  Stage tell(List<List<Integer>> steps, Tally tally, Consumer<Stage> after) {
    int beginning = steps.isEmpty() || steps.get(0).isEmpty() ? 0 : steps.get(0).get(0);
    Stage stage = new Stage(beginnings.get(beginning % BEGINNINGS), tally);
    after.accept(stage);
    for (List<Integer> step : steps) {
      step(stage, new Dice(step));
      after.accept(stage);
    }
    return stage;
  }

  private static void step(Stage stage, Dice dice) {
    World w = stage.world;
    GrantSteps grants = new GrantSteps(w);
    PrincipalSteps principals = new PrincipalSteps(w);
    ClosingSteps closings = new ClosingSteps(w);
    int what = dice.next(100) / 4;
    w.tick(dice);
    boolean dishonest = dice.chance(40);
    Statement statement =
        switch (what) {
          case 0, 1, 2, 3, 4 -> grants.action(dice);
          case 5, 6 -> grants.request(dice);
          case 7, 8, 9 -> closings.approval(dice);
          case 10 -> grants.root(dice);
          case 11, 12 -> grants.below(dice);
          case 13 -> dice.chance(50) ? grants.renewal(dice) : grants.outcome(dice);
          case 14 -> principals.spawned(dice);
          case 15 -> dice.chance(40) ? principals.human(dice) : principals.agent(dice);
          case 16 -> principals.rotation(dice);
          case 17 -> closings.revocation(dice);
          case 18 -> closings.suspension(dice);
          case 19 -> closings.resumption(dice);
          case 20 -> closings.compromise(dice);
          case 21 -> dice.chance(50) ? closings.transfer(dice) : closings.erasure(dice);
          case 22 -> dice.chance(50) ? principals.policy(dice) : principals.group(dice);
          case 23 ->
              dice.chance(50)
                  ? closings.completion(dice)
                  : dice.chance(40) ? principals.ledgerKey(dice) : principals.authority(dice);
          default ->
              switch (dice.next(4)) {
                case 0 -> principals.archetype(dice);
                case 1 -> principals.organisationOrService(dice);
                case 2 -> new ForeignSteps(w).call(dice);
                default ->
                    new DenyingSteps(stage)
                        .denial(dice)
                        .orElseGet(() -> principals.archetype(dice));
              };
        };
    stage.offer(statement, dishonest);
  }

  /** Jane, Bob and Carol; an organisation, a service, a group, a template; three agents. */
  private static final class Beginning {
    private final Stage stage;
    private final World w;
    private final PrincipalSteps principals;
    private final int variant;
    private int keys = 3;

    Beginning(Stage stage, int variant) {
      this.stage = stage;
      this.w = stage.world;
      this.principals = new PrincipalSteps(w);
      this.variant = variant;
    }

    private Hash say(Statement statement) {
      if (!stage.offer(statement, false)) {
        throw stage.different("a beginning in which all is well");
      }
      return w.log.get(w.log.size() - 1).hash();
    }

    private Issued issued(KeyPool.Key key) {
      w.tick(PLAIN);
      return w.issued(PLAIN, key);
    }

    private KeyPool.Key key() {
      return KeyPool.POOL.get(keys++);
    }

    private long end(long days) {
      return w.seconds() + days * DAY;
    }

    private Hash principal(
        PrincipalKind kind,
        String id,
        KeyPool.Key key,
        KeyPool.Key by,
        Optional<AgentFacts> agent,
        long days) {
      Optional<Scope> mayGrant = id.equals("hr:bob") ? Optional.of(Terms.ALL) : Optional.empty();
      Optional<dev.delegationledger.entry.Slot> name =
          kind != PrincipalKind.HUMAN
              ? Optional.empty()
              : Optional.of(
                  id.equals("hr:carol")
                      ? w.signing.hidden(SlotName.NAME, Value.of("Carol"))
                      : w.open("Jane"));
      Issued issued = issued(by);
      Statement.Enrolment says =
          (Statement.Enrolment)
              principals.enrolment(
                  PLAIN, issued, end(days), kind, id, key, Optional.empty(), name, mayGrant, agent);
      return say(kind == PrincipalKind.HUMAN && !id.equals("hr:carol") ? withRecovery(says) : says);
    }

    private static Statement withRecovery(Statement.Enrolment says) {
      return new Statement.Enrolment(
          says.issued(),
          says.expiresAt(),
          says.id(),
          says.principal(),
          says.key(),
          says.possession(),
          says.rotates(),
          Optional.of(KeyPool.POOL.get(says.id().equals("hr:bob") ? 46 : 45).open()),
          says.name(),
          says.mayGrant(),
          says.agent());
    }

    void tell() {
      Optional<AgentFacts> none = Optional.empty();
      KeyPool.Key janeKey = key();
      KeyPool.Key bobKey = key();
      Hash jane = principal(PrincipalKind.HUMAN, "hr:jane", janeKey, World.HR, none, 200);
      Hash bob = principal(PrincipalKind.HUMAN, "hr:bob", bobKey, World.HR2, none, 100);
      Hash carol = principal(PrincipalKind.HUMAN, "hr:carol", key(), World.HR, none, 30);
      Hash acme = principal(PrincipalKind.ORGANISATION, "org:acme", key(), World.HR, none, 200);
      principal(PrincipalKind.SERVICE, "svc:erp", key(), World.HR, none, 200);
      long from = w.seconds() - 100;
      List<Shift> rota =
          List.of(
              new Shift(from, from + 2 * DAY, bob),
              new Shift(from + 2 * DAY, from + 40 * DAY, carol));
      Hash ops =
          say(
              new Statement.Group(
                  issued(World.HR),
                  end(90),
                  "grp:ops",
                  List.of(bob, carol),
                  rota,
                  Optional.empty()));
      Hash worker =
          say(
              new Statement.Archetype(
                  issued(World.HR), "worker", Terms.ALL, Optional.of(30 * DAY)));
      KeyPool.Key payerKey = key();
      KeyPool.Key clerkKey = key();
      KeyPool.Key reconKey = key();
      AgentFacts payerFacts =
          facts(
              Optional.of(worker),
              acme,
              jane,
              Map.of(AgentRole.CONTROL_OWNER, bob, AgentRole.PROVISIONER, ops));
      Hash payer =
          principal(
              PrincipalKind.AGENT, "spiffe://acme/payer", payerKey, janeKey, of(payerFacts), 60);
      Hash clerk =
          principal(
              PrincipalKind.AGENT,
              "spiffe://acme/clerk",
              clerkKey,
              bobKey,
              of(facts(Optional.empty(), acme, ops, Map.of())),
              60);
      AgentFacts spawned =
          new AgentFacts(
              "worker",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(payer),
              Map.of(),
              List.of());
      Hash recon =
          principal(
              PrincipalKind.AGENT,
              "spiffe://acme/payer/recon",
              reconKey,
              payerKey,
              of(spawned),
              30);
      if (variant % 2 == 1) {
        say(policy(ops));
      }
      Hash clerks = say(grant(bobKey, Optional.of(bob), Optional.empty(), clerk, clerkKey, 0, ops));
      Hash root = say(grant(janeKey, Optional.of(jane), Optional.empty(), payer, payerKey, 0, ops));
      say(grant(payerKey, Optional.empty(), Optional.of(root), recon, reconKey, 1, ops));
      if (variant == 2) {
        say(grant(clerkKey, Optional.empty(), Optional.of(clerks), payer, payerKey, 1, ops));
      }
    }

    private static Optional<AgentFacts> of(AgentFacts facts) {
      return Optional.of(facts);
    }

    private static AgentFacts facts(
        Optional<Hash> template, Hash operator, Hash owner, Map<AgentRole, Hash> roles) {
      return new AgentFacts(
          "worker",
          template,
          Optional.of(operator),
          Optional.of(new Model("acme", "m", "1")),
          Optional.of(owner),
          Optional.empty(),
          roles,
          List.of("anomaly"));
    }

    private Statement policy(Hash ops) {
      Demand demand = new Demand(1, List.of(ops), Set.of(), 7200, Optional.empty());
      return new Statement.Policy(
          issued(World.HR),
          new TreeMap<>(Map.of(Terms.PAY, Tier.HIGH, Terms.READ, Tier.LOW)),
          Tier.MEDIUM,
          Map.of(Tier.HIGH, List.of(demand)),
          Optional.of(40 * DAY),
          Optional.empty(),
          Optional.of(3L),
          Set.of(),
          variant == 3,
          new TreeMap<>(Map.of(SlotFamily.TASK, 1L, SlotFamily.RESULT, 60L)));
    }

    private Statement grant(
        KeyPool.Key by,
        Optional<Hash> delegator,
        Optional<Hash> parent,
        Hash delegate,
        KeyPool.Key holder,
        long depth,
        Hash ops) {
      boolean root = parent.isEmpty();
      Limits limits =
          variant == 2 && root
              ? new Limits(Optional.of(4L), Terms.spend(PLAIN, 700, Optional.of(400L)))
              : Limits.NONE;
      Optional<Quorum> quorum =
          variant == 3 && root && holder.equals(KeyPool.POOL.get(9))
              ? Optional.of(new Quorum(ops, 1))
              : Optional.empty();
      List<Demand> demands =
          variant == 2 && root
              ? List.of(
                  new Demand(
                      1,
                      List.of(ops),
                      Set.of(AgentRole.OWNER),
                      90_000,
                      Optional.of(new Scope(Map.of(Terms.PAY, Map.of("amount", Terms.from(300)))))))
              : List.of();
      return new Statement.Grant(
          issued(by),
          end(25 - depth),
          holder.open(),
          depth,
          4,
          parent,
          Terms.ALL,
          delegator,
          delegate,
          root
              ? Optional.of(new Task("T-1", Optional.of(w.hidden(SlotName.TASK, "pay"))))
              : Optional.empty(),
          Optional.empty(),
          limits,
          variant == 3 && !root ? Terms.context(PLAIN) : new TreeMap<>(),
          demands,
          quorum,
          Optional.empty());
    }
  }
}
