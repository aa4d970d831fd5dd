package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.AppendRefused;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Small ledgers at random: agents that spawn, narrow, widen, act and revoke. Whoever judges the
 * same action, at the same place, from whatever evidence, must say the same.
 */
final class RandomLedgerTest {
  /** Everybody and everything there is so far. */
  private static final class World {
    final Scene scene = Scene.open();
    final Random random;
    final List<Signer> keys = new ArrayList<>();
    final List<Enrolled> agents = new ArrayList<>();
    final List<Granted> grants = new ArrayList<>();
    final List<Signer> holders = new ArrayList<>();
    final List<Acted> actions = new ArrayList<>();

    World(long seed) {
      random = new Random(seed);
      keys.add(scene.payerKey);
      agents.add(scene.payer);
      keys.add(scene.reconKey);
      agents.add(scene.recon);
      grants.add(scene.root);
      holders.add(scene.payerKey);
      grants.add(scene.child);
      holders.add(scene.reconKey);
    }

    boolean likely(int percent) {
      return random.nextInt(100) < percent;
    }

    void step() {
      scene.time.move(Duration.ofSeconds(random.nextInt(20_000)));
      int kind = random.nextInt(10);
      if (kind < 2) {
        spawn();
      } else if (kind < 4) {
        grant();
      } else if (kind < 9) {
        act();
      } else if (likely(60)) {
        revoke();
      }
    }

    private void spawn() {
      int spawner = random.nextInt(agents.size());
      InMemorySigner key =
          InMemorySigner.generate(likely(50) ? Suite.ES256 : Suite.ED25519, scene.random);
      Draft<Enrolled> draft =
          likely(60)
              ? Enrol.agent("a")
                  .expiresIn(Duration.ofHours(1 + random.nextInt(40)))
                  .key(key)
                  .by(keys.get(spawner))
              : scene.agent().key(key).by(scene.janeKey);
      append(draft)
          .ifPresent(
              enrolled -> {
                agents.add(enrolled);
                keys.add(key);
              });
    }

    private void grant() {
      int parent = random.nextInt(grants.size());
      int delegate = random.nextInt(agents.size());
      Signer signer = likely(85) ? holders.get(parent) : keys.get(random.nextInt(keys.size()));
      var draft =
          grants
              .get(parent)
              .narrowTo(agents.get(delegate))
              .delegable(random.nextInt(3))
              .expiresIn(Duration.ofHours(1 + random.nextInt(40)));
      if (likely(30)) {
        draft.allTools();
      } else {
        long most = 50_000L * (1 + random.nextInt(12));
        draft.tool("erp:pay", t -> t.exact("vendor", "V-" + (7 + random.nextInt(2))));
        if (likely(20)) {
          draft.tool("erp:other", t -> t.max("amount", most));
        }
      }
      Draft<Granted> made = draft.by(signer);
      Optional<Granted> granted = append(made);
      granted.ifPresent(
          g -> {
            grants.add(g);
            holders.add(keys.get(delegate));
          });
    }

    private void act() {
      int grant = random.nextInt(grants.size());
      Signer signer = likely(85) ? holders.get(grant) : keys.get(random.nextInt(keys.size()));
      Action action =
          Action.under(grants.get(grant))
              .tool(likely(85) ? "erp:pay" : "erp:refund")
              .arg("vendor", "V-" + (7 + random.nextInt(2)));
      if (likely(95)) {
        action.arg("amount", random.nextInt(600_000));
      }
      if (!actions.isEmpty() && likely(30)) {
        action.causedBy(actions.get(random.nextInt(actions.size())));
      }
      append(action.by(signer)).ifPresent(actions::add);
    }

    private void revoke() {
      Signer signer = likely(50) ? scene.janeKey : keys.get(random.nextInt(keys.size()));
      append(
          likely(50)
              ? Revocation.of(grants.get(random.nextInt(grants.size()))).by(signer)
              : Revocation.of(agents.get(random.nextInt(agents.size()))).by(signer));
    }

    private <H extends Recorded> Optional<H> append(Draft<H> draft) {
      try {
        return Optional.of(scene.ledger.append(draft));
      } catch (AppendRefused e) {
        return Optional.empty();
      } catch (IllegalArgumentException unfit) {
        return Optional.empty(); // an id of a spawned agent that got too long
      }
    }
  }

  @Property(tries = 15)
  void whatAdmissionAccepted_isProvenForever(@ForAll long seed) {
    World world = new World(seed);
    for (int i = 0; i < 25; i++) {
      world.step();
    }
    for (Acted action : world.actions) {
      assertThat(world.scene.verdict(action).refusal()).as("seed " + seed).isEmpty();
    }
  }

  @Property(tries = 15)
  void whatARogueRecorded_isRefusedForTheReasonThatTheRulesGive(@ForAll long seed)
      throws RefusedException {
    World world = new World(seed);
    for (int i = 0; i < 6; i++) {
      world.step();
    }
    world.scene.turnRogue();
    for (int i = 0; i < 19; i++) {
      world.step();
    }
    StoredLedger stored = StoredLedger.over(world.scene.store);
    Rules rules = Rules.ofLedger(stored.identity(), stored);
    for (Acted action : world.actions) {
      PlacedEntry placed = stored.entry(action.receipt().index());
      Optional<Reason> judged = rules.judge(placed).map(Refusal::reason);
      Verdict verdict = world.scene.verdict(action);
      if (verdict.checks().failedCodes().contains("signatures")) {
        // A key outside the closed set: the file has nothing to check its signature with, which
        // comes before all rules; the store knows the key, and finds that or another thing wrong.
        assertThat(Scene.reason(verdict)).as("seed " + seed).contains(Reason.NOT_THE_HOLDER);
        assertThat(judged).as("seed " + seed).isPresent();
      } else {
        assertThat(Scene.reason(verdict)).as("seed " + seed).isEqualTo(judged);
      }
    }
  }

  @Property(tries = 12)
  void whateverIsHidden_neverTurnsARefusalIntoAProof(@ForAll long seed) {
    World world = new World(seed);
    world.scene.turnRogue();
    for (int i = 0; i < 15; i++) {
      world.step();
    }
    for (Acted action : world.actions) {
      boolean allowed = world.scene.refusal(action).isEmpty();
      for (Disclose kind : Disclose.values()) {
        Verdict verdict =
            world.scene.verify(
                world.scene.ledger.prove(action).disclose(kind, Disclose.NAME).bytes());
        assertThat(verdict.finding() == Verdict.Finding.PROVEN)
            .as("seed " + seed)
            .isIn(false, allowed);
        if (allowed) {
          assertThat(verdict.finding()).isNotEqualTo(Verdict.Finding.REFUSED);
        }
      }
    }
  }
}
